package io.hermesgateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has: a home, and help. */
abstract class Command implements Callable<Integer> {
    @Option(names = "--home", paramLabel = "DIR", description = "The home of the gateway (default: $HERMES_HOME).")
    @Nullable
    Path otherHome;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    private final Shell around;

    Command(Shell around) {
        this.around = around;
    }

    Shell shell() {
        return otherHome == null ? around : around.at(otherHome.toAbsolutePath().normalize());
    }

    /** Does it; the exit code is the result. */
    abstract int run();

    @Override
    public Integer call() {
        return run();
    }

    /** One call to the running gateway. */
    Client.Answer ask(String name, Map<String, ?> arguments) {
        try (Client client = Client.connect(shell())) {
            return client.call(name, arguments);
        }
    }

    /** One call; what came of it in one line, made of the row's id and state. */
    int act(String name, Map<String, ?> arguments) {
        Row row = ask(name, arguments).row();
        Shell shell = shell();
        String detail = row.text("detail");
        shell.out()
                .println(row.text("id") + " " + shell.state(row.text("state"))
                        + (detail.isEmpty() ? "" : ": " + detail));
        return Exit.DONE;
    }

    /** A command that shows rows, for people or, with {@code --json}, for programs. */
    abstract static class Listing extends Command {
        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        Listing(Shell around) {
            super(around);
        }

        /** Shows the rows, or says in one sentence that there are none. */
        int show(Client.Answer answer, String nothing, String... fields) {
            if (json) {
                shell().out().println(answer.json());
            } else {
                print(shell(), answer, nothing, fields);
            }
            return Exit.DONE;
        }

        static void print(Shell shell, Client.Answer answer, String nothing, String... fields) {
            List<Row> rows = Row.list(answer.result());
            if (rows.isEmpty()) {
                shell.out().println(shell.say(nothing));
            } else {
                Table.print(shell, rows, fields);
            }
        }
    }
}
