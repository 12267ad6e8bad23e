package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes sessions export}: a session for other programs, or for people. */
@CommandLine.Command(name = "export", description = "Writes a whole session as JSON lines or as Markdown.")
final class SessionExport extends Command {
    /** Formats; the names are what a person types. */
    enum Format {
        jsonl,
        markdown
    }

    @Parameters(paramLabel = "ID", description = "The id, or its beginning when only one begins so.")
    String id;

    @Option(names = "--format", paramLabel = "jsonl|markdown", description = "Default: ${DEFAULT-VALUE}.")
    Format format = Format.jsonl;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A new file, for the owner only (default: standard output).")
    @Nullable
    Path file;

    SessionExport(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        SessionCommands.Transcript transcript = SessionCommands.transcript(shell, id, null);
        String text = format == Format.jsonl ? jsonLines(transcript) : markdown(transcript);
        if (file == null) {
            shell.out().print(text);
            shell.out().flush();
            return Exit.DONE;
        }
        try {
            PrivateFile.create(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException exists) {
            throw shell.failure(Exit.FAILED, "exists", file);
        } catch (IOException failed) {
            throw shell.failure(Exit.FAILED, "cannot_write", file, String.valueOf(failed.getMessage()));
        }
        int lines = transcript.lines().size();
        shell.err().println(shell.say("exported", String.valueOf(lines), file));
        return Exit.DONE;
    }

    /** The names are those of transcripts that other programs know. */
    private static String jsonLines(SessionCommands.Transcript transcript) {
        StringBuilder text = new StringBuilder();
        for (Row line : transcript.lines()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("session_id", transcript.session().text("id"));
            fields.put("role", line.text("role"));
            fields.put("content", line.text("text"));
            fields.put("timestamp", line.text("at"));
            fields.put("turn_id", line.fields().get("turn_id"));
            if (!line.text("details").isEmpty()) {
                fields.put("details", details(line.text("details")));
            }
            text.append(Json.write(fields)).append('\n');
        }
        return text.toString();
    }

    private static @Nullable Object details(String json) {
        try {
            return Json.read(json);
        } catch (IOException plain) {
            return json;
        }
    }

    private static String markdown(SessionCommands.Transcript transcript) {
        Row session = transcript.session();
        String title = session.text("title").isEmpty() ? session.text("id") : session.text("title");
        StringBuilder text = new StringBuilder("# " + title.replaceAll("\\s+", " ") + "\n\n");
        for (String name : new String[] {"id", "conversation_key", "model", "started_at", "last_activity_at"}) {
            if (!session.text(name).isEmpty()) {
                text.append("- ").append(name.replace('_', ' ')).append(": `").append(session.text(name));
                text.append("`\n");
            }
        }
        for (Row line : transcript.lines()) {
            text.append("\n## ").append(line.text("role")).append(" · ").append(line.text("at"));
            text.append("\n\n");
            boolean machine = line.text("role").equals("tool");
            String said = line.text("text").stripTrailing();
            text.append(machine ? fenced(said) : said).append('\n');
        }
        return text.toString();
    }

    /** A fence longer than any in the text. */
    private static String fenced(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + text + "\n" + fence;
    }
}
