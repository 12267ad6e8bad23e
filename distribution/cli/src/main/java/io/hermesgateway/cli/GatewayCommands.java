package io.hermesgateway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes gateway …}. */
@CommandLine.Command(
        name = "gateway",
        description = "Runs and controls the gateway ('gateway run' serves in the foreground).",
        subcommands = {
            GatewayCommands.Status.class,
            GatewayCommands.Start.class,
            GatewayCommands.Stop.class,
            GatewayCommands.Restart.class
        })
final class GatewayCommands extends Group {
    GatewayCommands(Shell shell) {
        super(shell);
    }

    /** The truth about the running gateway. */
    @CommandLine.Command(
            name = "status",
            description = "Shows how the gateway is; fails when any part of it is not proven to be well.")
    static final class Status extends Command.Listing {
        private static final int PATIENCE_SECONDS = 5;
        private static final Set<String> WELL = Set.of("ok", "running", "online", "stopped", "paused");

        @Option(names = "--deep", description = "Also shows plugins and platforms.")
        boolean deep;

        Status(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Shell shell = shell();
            try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
                Client.Answer status = client.call("status", Map.of());
                Row row = status.row();
                if (json) {
                    shell.out().println(deep ? withRows(client, status) : status.json());
                } else {
                    print(shell, row);
                    if (deep) {
                        shell.out().println();
                        PluginCommands.print(shell, client.call("plugins.list", Map.of()));
                        shell.out().println();
                        PlatformCommands.print(shell, client.call("platforms.list", Map.of()));
                    }
                }
                return verdict(shell, row);
            }
        }

        private static String withRows(Client client, Client.Answer status) {
            String row = status.json();
            return row.substring(0, row.length() - 1)
                    + ",\"plugins\":" + client.call("plugins.list", Map.of()).json()
                    + ",\"platforms\":"
                    + client.call("platforms.list", Map.of()).json() + "}";
        }

        private static void print(Shell shell, Row row) {
            shell.out()
                    .println(shell.paint(Shell.BOLD, "hermes gateway " + row.text("version")) + " "
                            + shell.state(row.text("state")) + ", pid " + row.text("pid") + ", "
                            + shell.say("up", time(row.number("uptime_s"))));
            Table parts = new Table(shell, "component", "state", "detail");
            row.rows("components").forEach(c -> parts.add(c.text("id"), c.text("state"), c.text("detail")));
            parts.print();
            List<String> counts = new ArrayList<>();
            row.row("queues")
                    .fields()
                    .forEach((name, count) -> counts.add(String.valueOf(name).replace('_', ' ') + " " + count));
            Collections.sort(counts);
            shell.out().println(shell.say("open_work", String.join(", ", counts)));
            Row config = row.row("config");
            if (!config.text("error").isEmpty()) {
                shell.out().println(shell.say("config_refused", config.text("error")));
            }
        }

        private static String time(long seconds) {
            Duration up = Duration.ofSeconds(seconds);
            if (up.toDays() > 0) {
                return up.toDays() + " d " + up.toHoursPart() + " h";
            }
            return up.toHours() > 0
                    ? up.toHours() + " h " + up.toMinutesPart() + " min"
                    : up.toMinutes() > 0 ? up.toMinutes() + " min" : seconds + " s";
        }

        /** Whatever is not proven to be well is a reason to fail. */
        private static int verdict(Shell shell, Row row) {
            List<String> reasons = new ArrayList<>();
            row.rows("components").stream()
                    .filter(part -> !WELL.contains(part.text("state")))
                    .forEach(part -> reasons.add(part.text("id") + " " + part.text("state")));
            String state = row.text("state");
            if (state.equals("running") && reasons.isEmpty()) {
                return Exit.DONE;
            }
            String why = reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
            shell.err().println("hermes: " + shell.say("not_well", state) + why);
            return Exit.FAILED;
        }
    }

    /** Starts it in the background. */
    @CommandLine.Command(
            name = "start",
            description = "Starts the gateway in the background and waits until it serves.")
    static final class Start extends Waiting {
        Start(Shell shell) {
            super(shell, 60);
        }

        @Override
        int run() {
            return new Background(shell(), seconds).start();
        }
    }

    /** Ends it. */
    @CommandLine.Command(
            name = "stop",
            description = "Stops the gateway: it finishes what is under way and keeps the rest.")
    static final class Stop extends Waiting {
        Stop(Shell shell) {
            super(shell, 90);
        }

        @Override
        int run() {
            return new Background(shell(), seconds).stop();
        }
    }

    /** Ends it and waits for the next one. */
    @CommandLine.Command(name = "restart", description = "Restarts the gateway; one that does not run is started.")
    static final class Restart extends Waiting {
        Restart(Shell shell) {
            super(shell, 120);
        }

        @Override
        int run() {
            return new Background(shell(), seconds).restart();
        }
    }

    /** A command that waits for an end. */
    abstract static class Waiting extends Command {
        @Option(names = "--wait", paramLabel = "SECONDS", description = "How long to wait (default: ${DEFAULT-VALUE}).")
        int seconds;

        Waiting(Shell shell, int seconds) {
            super(shell);
            this.seconds = seconds;
        }
    }
}
