package io.hermesgateway.tools;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.tools.guard.ShellGuard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Publishes the command guard for every agent and tool, with the operator's own deny patterns. */
final class GuardService implements Service {
    static final String SECTION = "approvals";

    static final Setting<List<String>> DENY =
            Setting.of("deny", Types.LIST, List.of(), "Patterns of commands that never run, whoever approves them.");

    private final ServiceContext context;
    private final Path home;
    private final Consumer<Optional<GatewayControl>> control;
    private @Nullable Registration published;

    private GuardService(ServiceContext context, Factory factory) {
        this.context = context;
        this.home = factory.home();
        this.control = factory.control();
    }

    /** @param control is told of the operator's calls while the service runs */
    record Factory(Path home, Consumer<Optional<GatewayControl>> control) implements ServiceFactory {
        @Override
        public String name() {
            return "command-guard";
        }

        @Override
        public List<SettingsSpec> settings() {
            return List.of(SettingsSpec.of(SECTION, DENY));
        }

        @Override
        public Service open(ServiceContext context) {
            return new GuardService(context, this);
        }
    }

    @Override
    public synchronized void start() {
        control.accept(Optional.of(context.control()));
        List<String> globs = context.settings(SECTION).get(DENY);
        Registration before = published;
        published = context.registry()
                .publish(
                        CommandGuard.class,
                        "shell",
                        new ShellGuard(home.toString(), context.home().toString(), globs));
        if (before != null) {
            before.close();
        }
    }

    /** The new guard hides the old one before that goes, so there is no moment without one. */
    @Override
    public synchronized boolean changed() {
        start();
        return true;
    }

    @Override
    public synchronized void close() {
        control.accept(Optional.empty());
        if (published != null) {
            published.close();
        }
    }
}
