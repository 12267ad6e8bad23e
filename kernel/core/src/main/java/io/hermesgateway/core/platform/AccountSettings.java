package io.hermesgateway.core.platform;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.config.PlatformSettings;
import io.hermesgateway.config.Problem;
import io.hermesgateway.core.inbox.Account.Access;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one snapshot of the configuration says about one account. */
record AccountSettings(Configuration configuration, SettingsSpec spec, String section) {
    Settings settings() {
        return configuration.settings(spec, section);
    }

    /** What is wrong, with file, line and key; nothing is contacted before it is repaired. */
    Optional<String> problem() {
        return configuration.check(spec).stream()
                .filter(problem -> problem.isError() && problem.concerns(section))
                .map(Problem::text)
                .findFirst();
    }

    /** What an adapter was opened with. Lists of people are not in it: they count at once and need no new connection. */
    List<String> fingerprint() {
        Settings settings = settings();
        return spec.settings().stream()
                .filter(setting -> !setting.key().contains("allow"))
                .map(setting -> setting.key() + "=" + plain(settings, setting))
                .toList();
    }

    private static String plain(Settings settings, Setting<?> setting) {
        Object value = settings.find(setting).orElse(null);
        return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    }

    Access access() {
        Settings settings = settings();
        String direct = settings.find(PlatformSettings.DM_POLICY).orElse("");
        String stranger = settings.find(PlatformSettings.UNAUTHORIZED_DM)
                .orElseGet(() -> configuration.kernel().get(KernelSettings.UNAUTHORIZED_DM));
        return new Access(
                Set.copyOf(settings.get(PlatformSettings.ALLOWED_USERS)),
                settings.get(PlatformSettings.ALLOW_ALL_USERS),
                Set.copyOf(settings.get(PlatformSettings.GROUP_ALLOWED_USERS)),
                Set.copyOf(settings.get(PlatformSettings.ADMINS)),
                stranger.equals("pair") && !direct.equals("allowlist"),
                !direct.equals("disabled"),
                !settings.find(PlatformSettings.GROUP_POLICY).orElse("").equals("disabled"));
    }
}
