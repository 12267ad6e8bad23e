package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/** Looks after the background processes of the session: list, poll, log, kill. */
final class ProcessTool implements Tool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "action":{"type":"string","enum":["list","poll","log","kill"]},\
            "id":{"type":"string","description":"The process, as the terminal tool or list named it."}},\
            "required":["action"]}""";
    private static final int POLLED = 4_000;
    private static final int SHOWN_COMMAND = 120;

    private final ObjectMapper json;
    private final Machine machine;

    ProcessTool(ObjectMapper json, Machine machine) {
        this.json = json;
        this.machine = machine;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "process",
                "Background processes of this session: list them, poll one for its state and latest output, read its"
                        + " whole log, or kill it.",
                PARAMETERS);
    }

    @Override
    public Assessment assess(ToolCall call, ToolScope scope) {
        return new Assessment.Allowed();
    }

    @Override
    public ToolResult run(ToolCall call, ToolRun run) {
        try {
            Arguments arguments = Arguments.read(json, call.arguments());
            Background background = machine.background(run.scope().sessionId());
            String action = arguments.text("action", "list");
            return action.equals("list") ? list(background) : one(action, arguments.text("id", ""), background);
        } catch (Arguments.Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        } catch (IOException unreadable) {
            return ToolResult.failed("The background processes cannot be read: " + unreadable.getMessage());
        }
    }

    /** Looking twice is harmless, and ending what has ended as well. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }

    private ToolResult list(Background background) throws IOException {
        StringJoiner lines = new StringJoiner("\n");
        for (Background.Entry entry : background.all()) {
            if (Files.isDirectory(Path.of(entry.folder()))) {
                lines.add(row(entry));
            } else {
                background.forget(Background.idOf(entry.call()));
            }
        }
        return ToolResult.done(lines.length() == 0 ? "No background processes." : lines.toString());
    }

    private String row(Background.Entry entry) {
        String command = entry.command().strip();
        String shown = command.length() > SHOWN_COMMAND ? command.substring(0, SHOWN_COMMAND) + "…" : command;
        return Background.idOf(entry.call()) + "  " + state(entry) + "  " + shown.replace('\n', ' ');
    }

    private String state(Background.Entry entry) {
        OptionalInt status = new CallFolder(Path.of(entry.folder())).status();
        if (status.isPresent()) {
            return "exited with status " + status.getAsInt();
        }
        boolean alive = Identity.ofNote(entry.identity()).filter(machine::alive).isPresent();
        return alive ? "running" : "ended from outside";
    }

    private ToolResult one(String action, String id, Background background) throws IOException {
        Optional<Background.Entry> found = background.find(id);
        if (found.isEmpty()) {
            return ToolResult.failed("There is no background process " + id + " in this session.");
        }
        Background.Entry entry = found.get();
        Path output = new CallFolder(Path.of(entry.folder())).output();
        return switch (action) {
            case "poll" -> ToolResult.done(row(entry) + "\n" + Output.end(output, POLLED));
            case "log" -> ToolResult.done(row(entry) + "\n" + Output.read(output));
            case "kill" -> kill(entry);
            default -> ToolResult.failed("`action` must be one of list, poll, log, kill.");
        };
    }

    private ToolResult kill(Background.Entry entry) {
        int ended = Identity.ofNote(entry.identity())
                .map(process -> machine.end(process, false))
                .orElse(0);
        return ToolResult.done(
                ended == 0 ? "It had ended already: " + row(entry) : "Ended " + ended + " processes: " + row(entry));
    }
}
