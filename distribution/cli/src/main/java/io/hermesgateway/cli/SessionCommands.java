package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes sessions …}: what was said, as the running gateway knows it. */
@CommandLine.Command(
        name = "sessions",
        description = "What was said: conversations, newest first.",
        subcommands = {
            SessionCommands.ListAll.class,
            SessionCommands.Show.class,
            SessionCommands.Search.class,
            SessionExport.class
        })
final class SessionCommands extends Group {
    SessionCommands(Shell shell) {
        super(shell);
    }

    /** A session and its lines. */
    record Transcript(Row session, List<Row> lines, boolean partial) {}

    /** The last lines of a session; all of them with null. */
    static Transcript transcript(Shell shell, String id, @Nullable Integer limit) {
        Map<String, Object> arguments = new LinkedHashMap<>(Map.of("id", id));
        if (limit != null) {
            arguments.put("limit", limit);
        }
        List<Row> lines = new ArrayList<>();
        try (Client client = Client.connect(shell)) {
            Row end = client.call("sessions.show", arguments, item -> lines.addAll(item.rows("messages")))
                    .row();
            return new Transcript(end.row("session"), lines, partial(shell, end));
        }
    }

    /** Says on the side that not everything is there. */
    private static boolean partial(Shell shell, Row answer) {
        boolean partial = Boolean.TRUE.equals(answer.fields().get("partial"));
        if (partial) {
            shell.err().println("hermes: " + shell.say("partial"));
        }
        return partial;
    }

    /** A page of rows. */
    abstract static class Page extends Command.Listing {
        @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
        int limit = 50;

        @Option(names = "--before", paramLabel = "TIME", description = "Only older ones, for the next page.")
        @Nullable
        String before;

        Page(Shell shell) {
            super(shell);
        }

        /** One page of a call; rows are in the field. */
        int page(String call, Map<String, Object> wanted, String field, String at, String... columns) {
            Shell shell = shell();
            Map<String, Object> arguments = new LinkedHashMap<>(wanted);
            arguments.put("limit", limit);
            if (before != null) {
                arguments.put("before", before);
            }
            Row answer = ask(call, arguments).row();
            List<Row> rows = answer.rows(field);
            partial(shell, answer);
            if (json) {
                shell.out().println(Json.write(rows.stream().map(Row::fields).toList()));
            } else if (rows.isEmpty()) {
                shell.out().println(shell.say("no_sessions"));
            } else {
                Table.print(shell, rows, columns);
                if (rows.size() == limit) {
                    String last = rows.get(rows.size() - 1).text(at);
                    shell.err().println(shell.say("more_rows", last));
                }
            }
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "list", description = "Shows sessions, the last active first.")
    static final class ListAll extends Page {
        @Option(names = "--platform", paramLabel = "ID", description = "Only of this platform account.")
        @Nullable
        String platform;

        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Map<String, Object> wanted = platform == null ? Map.of() : Map.of("platform", platform);
            return page(
                    "sessions.list",
                    wanted,
                    "sessions",
                    "last_activity_at",
                    "id",
                    "platform",
                    "messages",
                    "last_activity_at",
                    "model",
                    "title");
        }
    }

    @CommandLine.Command(name = "search", description = "Finds where something was said, newest first.")
    static final class Search extends Page {
        @Parameters(paramLabel = "TEXT")
        String text;

        @Option(names = "--session", paramLabel = "ID", description = "Only in this session.")
        @Nullable
        String session;

        Search(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            if (text.isBlank()) {
                throw shell().failure(Exit.USAGE, "nothing_to_search");
            }
            Map<String, Object> wanted =
                    session == null ? Map.of("text", text) : Map.of("text", text, "session", session);
            return page("sessions.search", wanted, "hits", "at", "session_id", "at", "role", "excerpt");
        }
    }

    @CommandLine.Command(name = "show", description = "Shows the last lines of a session.")
    static final class Show extends Command.Listing {
        @Parameters(paramLabel = "ID", description = "The id, or its beginning when only one begins so.")
        String id;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many lines (default: ${DEFAULT-VALUE}).")
        int limit = 100;

        Show(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Shell shell = shell();
            Transcript transcript = transcript(shell, id, limit);
            if (json) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("session", transcript.session().fields());
                all.put("messages", transcript.lines().stream().map(Row::fields).toList());
                all.put("partial", transcript.partial());
                shell.out().println(Json.write(all));
                return Exit.DONE;
            }
            Row session = transcript.session();
            session.fields().forEach((name, value) -> {
                if (value != null) {
                    shell.out().println(shell.paint(Shell.DIM, name + ": ") + value);
                }
            });
            for (Row line : transcript.lines()) {
                shell.out().println();
                shell.out()
                        .println(shell.paint(Shell.BOLD, line.text("role")) + " "
                                + shell.paint(Shell.DIM, line.text("at")));
                shell.out().println(line.text("text"));
            }
            return Exit.DONE;
        }
    }
}
