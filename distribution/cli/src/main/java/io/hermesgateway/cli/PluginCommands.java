package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hermes plugins …}. */
@CommandLine.Command(
        name = "plugins",
        description = "Plugins of the running gateway.",
        subcommands = {
            PluginCommands.ListAll.class,
            PluginCommands.Info.class,
            PluginCommands.Install.class,
            PluginCommands.Remove.class,
            PluginCommands.Restart.class,
            PluginCommands.Stop.class,
            PluginCommands.Start.class,
            PluginCommands.Rollback.class
        })
final class PluginCommands extends Group {
    private static final String[] FIELDS = {"id", "version", "wanted", "state", "restarts", "threads", "detail"};

    PluginCommands(Shell shell) {
        super(shell);
    }

    static void print(Shell shell, Client.Answer answer) {
        Command.Listing.print(shell, answer, "no_plugins", FIELDS);
    }

    @CommandLine.Command(name = "list", description = "Shows all plugins.")
    static final class ListAll extends Command.Listing {
        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            return show(ask("plugins.list", Map.of()), "no_plugins", FIELDS);
        }
    }

    @CommandLine.Command(name = "info", description = "Shows one plugin.")
    static final class Info extends Command.Listing {
        @Parameters(paramLabel = "ID")
        String id;

        Info(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Shell shell = shell();
            Row row = Row.list(ask("plugins.list", Map.of()).result()).stream()
                    .filter(each -> each.text("id").equals(id))
                    .findFirst()
                    .orElseThrow(() -> shell.failure(Exit.FAILED, "no_plugin", id));
            if (json) {
                shell.out().println(Json.write(row.fields()));
            } else {
                row.fields().keySet().forEach(name -> shell.out()
                        .println(name + ": " + row.text(String.valueOf(name))));
            }
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "install", description = "Installs a plugin, or replaces it by another version.")
    static final class Install extends Command {
        @Parameters(paramLabel = "JAR")
        Path jar;

        Install(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            if (!Files.isReadable(jar)) {
                throw shell().failure(Exit.FAILED, "no_file", jar);
            }
            return act("plugins.install", Map.of("jar", jar.toAbsolutePath().toString()));
        }
    }

    @CommandLine.Command(name = "remove", description = "Stops a plugin and removes its jar.")
    static final class Remove extends Action {
        Remove(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            ask("plugins.remove", Map.of("id", id));
            shell().out().println(shell().say("removed", id));
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "restart", description = "Starts a fresh instance of a plugin.")
    static final class Restart extends Action {
        Restart(Shell shell) {
            super(shell);
        }
    }

    @CommandLine.Command(
            name = "stop",
            description = "Stops a plugin; it stays stopped after a restart of the gateway.")
    static final class Stop extends Action {
        Stop(Shell shell) {
            super(shell);
        }
    }

    @CommandLine.Command(name = "start", description = "Starts a plugin that was stopped or quarantined.")
    static final class Start extends Action {
        Start(Shell shell) {
            super(shell);
        }
    }

    @CommandLine.Command(name = "rollback", description = "Goes back to the version before.")
    static final class Rollback extends Action {
        Rollback(Shell shell) {
            super(shell);
        }
    }
}
