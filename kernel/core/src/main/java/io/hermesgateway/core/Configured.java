package io.hermesgateway.core;

import io.hermesgateway.config.ConfigWatch;
import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.FirstKeys;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.config.Problem;
import io.hermesgateway.config.Redactor;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running configuration. A change of the files is taken as a whole or refused as a whole; what it means is each
 * component's own affair, told by section.
 */
final class Configured implements ConfigWatch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Configured.class);

    private final ConfigWatch watch;
    private final List<String> made;
    private volatile Supplier<Collection<SettingsSpec>> specs = List::of;
    private volatile Consumer<Set<String>> changed = sections -> {};
    private volatile Redactor redactor;
    private volatile String refused = "";

    /** Reads the files; a first start on loopback gets its keys written to .env. */
    Configured(Path home, Map<String, String> environment) {
        Configuration first = Configuration.load(home, environment);
        made = onLoopback(first) ? FirstKeys.create(home, first, new RandomIds()) : List.of();
        watch = new ConfigWatch(home, environment, () -> specs.get(), BindGuard::fault, this);
        redactor = new Redactor(current().secrets(List.of()));
    }

    private static boolean onLoopback(Configuration configuration) {
        try {
            return Arrays.stream(InetAddress.getAllByName(configuration.kernel().get(KernelSettings.HOST)))
                    .allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException | GatewayException unknown) {
            return false;
        }
    }

    /** From now on files are watched, by what the plugins declare, and those concerned are told. */
    void start(Supplier<Collection<SettingsSpec>> declared, Consumer<Set<String>> told, Executor threads) {
        specs = declared;
        changed = told;
        threads.execute(watch);
        declarationsChanged();
        if (!made.isEmpty()) {
            LOG.info("Made for this first start and written to .env: {}", String.join(", ", made));
        }
    }

    /** Says what is wrong, once the plugins are there to declare what is right. */
    void warn() {
        problems().forEach(problem -> LOG.warn("{}", problem.text()));
    }

    Configuration current() {
        return watch.current();
    }

    String redact(String text) {
        return redactor.redact(text);
    }

    /** What masks credentials, as the configuration is at each use. */
    Redaction redaction() {
        return new Redaction() {
            @Override
            public String redact(String text) {
                return redactor.redact(text);
            }

            @Override
            public Flow flow() {
                return redactor.flow();
            }
        };
    }

    /** Plugins came or went: other values may be secrets now. */
    void declarationsChanged() {
        redactor = new Redactor(current().secrets(specs.get()));
    }

    List<Problem> problems() {
        return current().check(specs.get());
    }

    /** With the sizes that are set; the journal itself is never less than a few segments. */
    Options sized(Options usual) {
        try {
            Settings set = current().kernel();
            long journal = Math.max(256L << 20, set.get(KernelSettings.JOURNAL_MAX_BYTES));
            return usual.withSizes(usual.segmentBytes(), journal)
                    .withArchive(set.get(KernelSettings.JOURNAL_ARCHIVE_MAX_BYTES));
        } catch (GatewayException unfit) {
            return usual;
        }
    }

    /** Keeps "always" grants; only what this gateway adds is written, what a person removed stays removed. */
    void allow(List<String> keys) {
        List<String> granted = current().kernel().get(KernelSettings.COMMAND_ALLOWLIST);
        List<String> all = java.util.stream.Stream.concat(granted.stream(), keys.stream())
                .distinct()
                .toList();
        watch.set(KernelSettings.COMMAND_ALLOWLIST.key(), all).ifPresent(problem -> {
            throw new GatewayException(KernelError.BAD_SETTING, problem.text());
        });
    }

    /** For the status: whether what runs is what the files say. */
    Rows.ConfigState state() {
        if (!refused.isEmpty()) {
            return new Rows.ConfigState("refused", refused);
        }
        String errors =
                problems().stream().filter(Problem::isError).map(Problem::text).collect(Collectors.joining("; "));
        return errors.isEmpty() ? new Rows.ConfigState("ok", null) : new Rows.ConfigState("problems", errors);
    }

    @Override
    public void changed(ConfigWatch.Change change) {
        refused = "";
        declarationsChanged();
        if (!change.sections().isEmpty()) {
            LOG.info("The configuration changed: {}", String.join(", ", change.sections()));
            changed.accept(change.sections());
        }
    }

    @Override
    public void refused(Problem problem) {
        refused = problem.text();
        LOG.warn("The change of the configuration is refused, the running one stays: {}", refused);
    }

    void close() {
        watch.close();
    }
}
