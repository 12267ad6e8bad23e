package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.terminal.Waiting.End;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs shell commands. The process id and its start time are in the journal before the command can do anything, and
 * output and exit status go to files: so after a crash a command that still runs is adopted, one that has ended has its
 * true outcome, and only when neither can be told is the outcome unknown. Nothing is ever run a second time.
 */
final class TerminalTool implements Tool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "command":{"type":"string","description":"The shell command."},\
            "timeout":{"type":"integer","description":"Seconds until it is ended, 180 unless given, at most 3600."},\
            "background":{"type":"boolean","description":"Return at once; see the process tool."},\
            "workdir":{"type":"string","description":"Where to run it; the session's own folder unless given."}},\
            "required":["command"]}""";

    private final PluginContext context;
    private final ObjectMapper json;
    private final Machine machine;

    TerminalTool(PluginContext context, ObjectMapper json, Machine machine) {
        this.context = context;
        this.json = json;
        this.machine = machine;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "terminal",
                "Runs a shell command and returns its output. Everything it started is ended when it returns, unless it"
                        + " runs in the background. Standard input is empty.",
                PARAMETERS);
    }

    @Override
    public Assessment assess(ToolCall call, ToolScope scope) {
        try {
            String text = CommandRequest.read(json, call, scope, machine.home()).guarded();
            Optional<CommandGuard> guard = context.registry().any(CommandGuard.class);
            return guard.<Assessment>map(found -> found.judge(text, scope.language()))
                    .orElseGet(() -> new Assessment.Forbidden(
                            "The command guard is not running, so no command is run. Try again in a moment."));
        } catch (Arguments.Unusable unusable) {
            // Nothing will run: the call ends with words about its arguments.
            return new Assessment.Allowed();
        }
    }

    @Override
    public ToolResult run(ToolCall call, ToolRun run) {
        try {
            CommandRequest request = CommandRequest.read(json, call, run.scope(), machine.home());
            if (!Files.isDirectory(request.workdir())) {
                return ToolResult.failed("The working directory " + request.workdir() + " does not exist.");
            }
            return run.cancelled() ? cancelled("") : start(call, request, run);
        } catch (Arguments.Unusable unusable) {
            return ToolResult.failed(String.valueOf(unusable.getMessage()));
        } catch (IOException failed) {
            return ToolResult.failed("The command could not be started: " + failed.getMessage());
        }
    }

    private ToolResult start(ToolCall call, CommandRequest request, ToolRun run) throws IOException {
        CallFolder folder = new CallFolder(run.folder());
        long end = request.background() ? 0 : context.clock().millis() + request.timeoutSeconds() * 1_000;
        Launcher.Ready ready = machine.launcher()
                .start(
                        folder,
                        request.command(),
                        request.workdir(),
                        context.ids().next(),
                        end);
        try {
            run.note(ready.identity().asNote());
        } catch (GatewayException nothingWritten) {
            ready.abandon();
            throw nothingWritten;
        }
        if (request.background()) {
            return background(call, request, run, ready, folder);
        }
        ready.go();
        return wait(ready.identity(), ready.process(), folder, run);
    }

    private ToolResult background(
            ToolCall call, CommandRequest request, ToolRun run, Launcher.Ready ready, CallFolder folder)
            throws IOException {
        Background.Entry entry = new Background.Entry(
                call.id(),
                request.command(),
                ready.identity().asNote(),
                folder.path().toString());
        Background background = machine.background(run.scope().sessionId());
        String id = background.add(entry);
        ready.go();
        run.onCancel(() -> machine.endSoon(ready.identity()));
        return ToolResult.done("Started in the background as process " + id
                + ". See its output and end it with the process tool; its output is in " + folder.output() + ".");
    }

    private ToolResult wait(Identity identity, @Nullable Process own, CallFolder folder, ToolRun run) {
        boolean seen = own != null || machine.alive(identity);
        End end = machine.waiting().await(identity, own, folder, run);
        if (end == End.INTERRUPTED) {
            return ToolResult.unknown("The tool was stopped while the command ran; the command was left running.");
        }
        int left = machine.end(identity, seen);
        return ended(end, folder, left);
    }

    private static ToolResult ended(End end, CallFolder folder, int left) {
        String output = output(folder);
        OptionalInt status = folder.status();
        if (end == End.CANCELLED) {
            return cancelled(output);
        }
        if (status.isPresent()) {
            return withStatus(status.getAsInt(), output, left);
        }
        return switch (end) {
            case TIMED_OUT ->
                ToolResult.failed(
                        with(output, "[ended: it took longer than its timeout; nothing of it runs any more]"));
            case TOO_MUCH_OUTPUT -> ToolResult.failed(with(output, "[ended: it wrote too much output]"));
            case EXITED, CANCELLED, INTERRUPTED ->
                folder.began()
                        ? ToolResult.unknown(
                                with(output, "[it was ended from outside; how much of it was done is not known]"))
                        : ToolResult.failed("The command could not begin; nothing of it was run.");
        };
    }

    private static ToolResult withStatus(int status, String output, int left) {
        String text = left > 0 ? with(output, "[ended " + left + " processes it had left running]") : output;
        return status == 0
                ? ToolResult.done(text.isEmpty() ? "(no output)" : text)
                : ToolResult.failed(with(text, "[exit status " + status + "]"));
    }

    private static ToolResult cancelled(String output) {
        return new ToolResult(Outcome.CANCELLED, with(output, "[stopped: the turn was cancelled]"));
    }

    private static String with(String output, String line) {
        return output.isEmpty() ? line : output + "\n" + line;
    }

    private static String output(CallFolder folder) {
        try {
            return Output.read(folder.output());
        } catch (IOException unreadable) {
            return "[the output cannot be read: " + unreadable.getMessage() + "]";
        }
    }

    /**
     * A command that was on its way when the gateway went down is begun now: it was wanted and approved, and the wrapper
     * of the former life leaves without doing anything.
     */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        Optional<Identity> noted = run.notes().stream()
                .flatMap(note -> Identity.ofNote(note).stream())
                .reduce((earlier, last) -> last);
        CallFolder folder = new CallFolder(run.folder());
        if (noted.isEmpty()) {
            return folder.began() ? Tool.super.recover(call, run) : run(call, run);
        }
        Identity identity = noted.get();
        return switch (machine.beginning(identity, folder)) {
            case NEVER -> run(call, run);
            case UNTOLD -> Tool.super.recover(call, run);
            case BEGAN ->
                identity.deadline() == 0
                        ? recoverBackground(call, run, identity, folder)
                        : wait(identity, null, folder, run);
        };
    }

    private ToolResult recoverBackground(ToolCall call, ToolRun run, Identity identity, CallFolder folder) {
        if (run.cancelled()) {
            machine.end(identity, false);
            return cancelled(output(folder));
        }
        run.onCancel(() -> machine.endSoon(identity));
        return ToolResult.done(
                "Started in the background as process " + Background.idOf(call.id()) + "; see the process tool.");
    }
}
