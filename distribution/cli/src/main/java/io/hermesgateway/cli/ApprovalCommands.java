package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes approvals …}. */
@CommandLine.Command(
        name = "approvals",
        description = "Questions of the agent before something dangerous runs.",
        subcommands = {
            ApprovalCommands.Pending.class,
            ApprovalCommands.Approve.class,
            ApprovalCommands.Deny.class,
            ApprovalCommands.History.class
        })
final class ApprovalCommands extends Group {
    ApprovalCommands(Shell shell) {
        super(shell);
    }

    @CommandLine.Command(name = "list", description = "Shows what waits for an answer.")
    static final class Pending extends Command.Listing {
        Pending(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Client.Answer answer = ask("approvals.list", Map.of("state", "pending"));
            return showAll(answer, "nothing_pending", "code", "platform", "who", "reasons", "command");
        }

        private int showAll(Client.Answer answer, String nothing, String... titles) {
            List<Row> rows = Row.list(answer.result());
            if (json || rows.isEmpty()) {
                return show(answer, nothing);
            }
            Table table = new Table(shell(), titles);
            rows.forEach(row -> table.add(
                    row.text("code"), row.text("platform"), who(row), row.text("reasons"), row.text("command")));
            table.print();
            return Exit.DONE;
        }
    }

    private static String who(Row row) {
        Row person = row.row("requester");
        return person.text("name").isEmpty() ? person.text("user_id") : person.text("name");
    }

    @CommandLine.Command(name = "history", description = "Shows what was decided, the oldest first.")
    static final class History extends Command.Listing {
        History(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Client.Answer answer = ask("approvals.list", Map.of());
            List<Row> decided = Row.list(answer.result()).stream()
                    .filter(row -> !row.text("state").equals("pending"))
                    .toList();
            Shell shell = shell();
            if (json) {
                shell.out().println(Json.write(decided.stream().map(Row::fields).toList()));
            } else if (decided.isEmpty()) {
                shell.out().println(shell.say("nothing_decided"));
            } else {
                Table.print(shell, decided, "code", "created_at", "state", "choice", "decided_via", "command");
            }
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "approve", description = "Allows it: once, for the session, or always.")
    static final class Approve extends Command {
        @Parameters(index = "0", paramLabel = "ID", description = "The id or the code.")
        String id;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "once|session|always",
                defaultValue = "once",
                description = "How far it goes (default: once).")
        Extent extent;

        Approve(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            return answer(this, id, extent.name(), null);
        }
    }

    /** How far an approval goes; the names are what a person types. */
    enum Extent {
        once,
        session,
        always
    }

    @CommandLine.Command(name = "deny", description = "Refuses it.")
    static final class Deny extends Command {
        @Parameters(paramLabel = "ID", description = "The id or the code.")
        String id;

        @Option(names = "--reason", paramLabel = "TEXT", description = "What the agent is told.")
        @Nullable
        String reason;

        Deny(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            return answer(this, id, "deny", reason);
        }
    }

    private static int answer(Command command, String id, String choice, @Nullable String reason) {
        Map<String, String> arguments = new HashMap<>(Map.of("id", id, "choice", choice));
        if (reason != null) {
            arguments.put("reason", reason);
        }
        Row result = command.ask("approvals.answer", arguments).row();
        if (result.text("outcome").equals("decided")) {
            command.shell().out().println(result.text("words"));
            return Exit.DONE;
        }
        throw new Failure(Exit.FAILED, result.text("words"));
    }
}
