package io.hermesgateway.cli;

import java.util.Map;
import picocli.CommandLine;

/** {@code hermes platforms …}. */
@CommandLine.Command(
        name = "platforms",
        description = "Accounts on chat platforms.",
        subcommands = {
            PlatformCommands.ListAll.class,
            PlatformCommands.Restart.class,
            PlatformCommands.Pause.class,
            PlatformCommands.Resume.class
        })
final class PlatformCommands extends Group {
    private static final String[] FIELDS = {
        "id", "wanted", "state", "connects", "pending_deliveries", "last_inbound_at", "last_proof_at", "detail"
    };

    PlatformCommands(Shell shell) {
        super(shell);
    }

    static void print(Shell shell, Client.Answer answer) {
        Command.Listing.print(shell, answer, "no_platforms", FIELDS);
    }

    @CommandLine.Command(name = "list", description = "Shows all accounts.")
    static final class ListAll extends Command.Listing {
        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            return show(ask("platforms.list", Map.of()), "no_platforms", FIELDS);
        }
    }

    @CommandLine.Command(name = "restart", description = "Connects anew; the others never notice.")
    static final class Restart extends Action {
        Restart(Shell shell) {
            super(shell);
        }
    }

    @CommandLine.Command(name = "pause", description = "Disconnects until it is resumed.")
    static final class Pause extends Action {
        Pause(Shell shell) {
            super(shell);
        }
    }

    @CommandLine.Command(name = "resume", description = "Connects again.")
    static final class Resume extends Action {
        Resume(Shell shell) {
            super(shell);
        }
    }
}
