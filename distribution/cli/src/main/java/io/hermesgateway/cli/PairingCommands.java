package io.hermesgateway.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code hermes pairing …}. */
@CommandLine.Command(
        name = "pairing",
        description = "People who may talk to the agent.",
        subcommands = {PairingCommands.ListAll.class, PairingCommands.Approve.class, PairingCommands.Revoke.class})
final class PairingCommands extends Group {
    PairingCommands(Shell shell) {
        super(shell);
    }

    @CommandLine.Command(name = "list", description = "Shows who asks to be let in, and who was.")
    static final class ListAll extends Command.Listing {
        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Client.Answer answer = ask("pairing.list", Map.of());
            List<Row> rows = Row.list(answer.result());
            Set<?> names = rows.isEmpty() ? Set.of() : rows.get(0).fields().keySet();
            return show(
                    answer, "nobody_paired", names.stream().map(String::valueOf).toArray(String[]::new));
        }
    }

    @CommandLine.Command(name = "approve", description = "Lets in whoever was shown this code.")
    static final class Approve extends Command {
        @Parameters(index = "0", paramLabel = "PLATFORM")
        String platform;

        @Parameters(index = "1", paramLabel = "CODE")
        String code;

        Approve(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Row row = ask("pairing.approve", Map.of("platform", platform, "code", code))
                    .row();
            shell().out().println(shell().say("paired", row.text("user_id"), platform));
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "revoke", description = "Shuts somebody out again.")
    static final class Revoke extends Command {
        @Parameters(index = "0", paramLabel = "PLATFORM")
        String platform;

        @Parameters(index = "1", paramLabel = "USER")
        String user;

        Revoke(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            ask("pairing.revoke", Map.of("platform", platform, "user", user));
            shell().out().println(shell().say("revoked", user, platform));
            return Exit.DONE;
        }
    }
}
