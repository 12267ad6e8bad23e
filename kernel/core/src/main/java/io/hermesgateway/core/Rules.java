package io.hermesgateway.core;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.config.PlatformSettings;
import io.hermesgateway.core.approval.ApprovalRules;
import io.hermesgateway.core.inbox.InboxRules;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operator configured for the kernel's own parts, read from the running configuration for each use. A value that
 * does not fit falls back to its default here: the check says so, and the rest goes on.
 */
final class Rules implements ApprovalRules, InboxRules {
    private static final Setting<String> MODEL =
            Setting.<String>of("model.default", Types.TEXT, null, "The model.").alias("model.model");
    private static final Setting<String> PROVIDER = Setting.of("model.provider", Types.TEXT, null, "Who is asked.");
    private static final Setting<Map<String, Object>> PROVIDERS =
            Setting.of("providers", Types.TREE, Map.of(), "Who can be asked.");
    private static final SettingsSpec MODELS = SettingsSpec.of("", MODEL, PROVIDER, PROVIDERS);
    /** Answers while the configured store is away. */
    static final String STANDBY_STORE = "jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    private final Supplier<Configuration> configuration;
    private volatile @Nullable Meant meant;
    private final Function<String, Optional<Settings>> platforms;
    private final Consumer<List<String>> keepAlways;

    private record Meant(Configuration from, boolean model) {}

    Rules(
            Supplier<Configuration> configuration,
            Function<String, Optional<Settings>> platforms,
            Consumer<List<String>> keepAlways) {
        this.configuration = configuration;
        this.platforms = platforms;
        this.keepAlways = keepAlways;
    }

    private <T> T get(Setting<T> setting, T otherwise) {
        Settings kernel = configuration.get().kernel();
        try {
            return kernel.find(setting).orElse(otherwise);
        } catch (GatewayException unfit) {
            return otherwise;
        }
    }

    @Override
    public Duration timeout() {
        return get(KernelSettings.APPROVAL_TIMEOUT, Duration.ofHours(1));
    }

    @Override
    public Duration undeliveredAfter() {
        return get(KernelSettings.UNDELIVERED_AFTER, Duration.ofHours(24));
    }

    Duration drainTimeout() {
        return get(KernelSettings.DRAIN_TIMEOUT, Duration.ofSeconds(60));
    }

    @Override
    public Mode mode(String platformId) {
        String word = ownMode(platformId).orElseGet(() -> get(KernelSettings.APPROVAL_MODE, "manual"));
        return Mode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Also surfaces that are no platforms, such as the API, may have a mode of their own. */
    private Optional<String> ownMode(String platformId) {
        Settings own = platforms.apply(platformId).orElseGet(() -> configuration
                .get()
                .settings(SettingsSpec.of("platforms." + platformId, PlatformSettings.APPROVAL_MODE)));
        try {
            return own.find(PlatformSettings.APPROVAL_MODE);
        } catch (GatewayException unfit) {
            return Optional.empty();
        }
    }

    @Override
    public boolean allowUnattended(String platformId) {
        Setting<String> mode = platformId.equals("cron") ? KernelSettings.CRON_MODE : KernelSettings.UNATTENDED_MODE;
        return get(mode, "deny").equals("approve");
    }

    String storeKind() {
        return get(KernelSettings.STORE_KIND, "sqlite");
    }

    /** How many daily copies of the store are kept. */
    int backupsKept() {
        return (int) Math.max(1, Math.min(1_000, get(KernelSettings.STORE_BACKUPS, 7L)));
    }

    /** The configured agent; without one the built-in agent when it is there and a model is configured, else the demo. */
    String agentKind(boolean builtInIsThere) {
        String kind = get(KernelSettings.AGENT_KIND, "");
        if (!kind.isEmpty()) {
            return kind;
        }
        return builtInIsThere && modelIsMeant() ? "builtin" : "demo";
    }

    List<String> disabledToolsets() {
        return get(KernelSettings.DISABLED_TOOLSETS, List.of());
    }

    /** A model may be named for all, or by its provider. Asked with every turn, so looked up once a configuration. */
    private boolean modelIsMeant() {
        Configuration current = configuration.get();
        Meant known = meant;
        if (known == null || known.from() != current) {
            known = new Meant(current, modelIsMeant(current.settings(MODELS)));
            meant = known;
        }
        return known.model();
    }

    private static boolean modelIsMeant(Settings models) {
        return models.find(MODEL).isPresent()
                || models.find(PROVIDER).isPresent()
                || models.get(PROVIDERS).values().stream()
                        .anyMatch(one -> one instanceof Map<?, ?> provider && provider.get("model") != null);
    }

    @Override
    public Approvers approvers(String platformId) {
        Optional<Settings> platform = platforms.apply(platformId);
        List<String> words = platform.flatMap(settings -> settings.find(PlatformSettings.APPROVERS))
                .filter(own -> !own.isEmpty())
                .orElseGet(() -> get(KernelSettings.APPROVERS, List.of("requester")));
        List<String> ids = new ArrayList<>(words);
        boolean anyone = ids.removeAll(List.of("any", "anyone", "*"));
        boolean requester = ids.remove("requester");
        ids.remove("admins");
        List<String> admins = platform.flatMap(settings -> settings.find(PlatformSettings.ADMINS))
                .orElse(List.of());
        return new Approvers(anyone, requester, ids, admins);
    }

    @Override
    public boolean alwaysGranted(Reason reason) {
        List<String> granted = get(KernelSettings.COMMAND_ALLOWLIST, List.of());
        return granted.contains(reason.key()) || reason.aliases().stream().anyMatch(granted::contains);
    }

    @Override
    public void grantAlways(List<Reason> reasons) {
        try {
            keepAlways.accept(reasons.stream().map(Reason::key).toList());
        } catch (GatewayException notWritten) {
            LOG.warn(
                    "\"always\" could not be kept in config.yaml, it holds for this session: {}",
                    notWritten.getMessage());
        }
    }

    @Override
    public Set<String> allowedUsers() {
        return Set.copyOf(get(KernelSettings.ALLOWED_USERS, List.of()));
    }

    @Override
    public boolean allowAllUsers() {
        return get(KernelSettings.ALLOW_ALL_USERS, false);
    }

    @Override
    public boolean groupSessionsPerUser() {
        return get(KernelSettings.GROUP_SESSIONS_PER_USER, true);
    }

    @Override
    public boolean threadSessionsPerUser() {
        return get(KernelSettings.THREAD_SESSIONS_PER_USER, false);
    }

    @Override
    public Busy busy() {
        return Busy.valueOf(get(KernelSettings.BUSY_INPUT_MODE, "queue").toUpperCase(Locale.ROOT));
    }
}
