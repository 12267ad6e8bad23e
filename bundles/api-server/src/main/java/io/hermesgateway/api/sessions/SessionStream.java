package io.hermesgateway.api.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.runs.Run;
import io.hermesgateway.api.runs.RunUsage;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.ToolWords;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.TurnWatch;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A turn of a session as named events. At the end comes the transcript of the turn, so that a client can set right what it
 * put together from the pieces: also what was said before a tool was called.
 */
final class SessionStream extends TurnWatch {
    private final ApiParts parts;
    private final Call call;
    private final StreamOptions options;
    private final String runId;
    private final Ask ask;
    private final ObjectNode runtime;
    private final String messageId;
    private final ArrayNode transcript;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> tools = new HashSet<>();
    private @Nullable Sse stream;
    private int seq;
    private volatile boolean over;

    SessionStream(ApiParts parts, Call call, StreamOptions options, String runId, Ask ask, ObjectNode runtime) {
        this.parts = parts;
        this.call = call;
        this.options = options;
        this.runId = runId;
        this.ask = ask;
        this.runtime = runtime;
        this.messageId = parts.id("msg_", 32);
        this.transcript = parts.mapper().createArrayNode();
    }

    /** From now on the run's questions and their answers are told too, and whoever leaves stops the run. */
    void follow(Run run) {
        Sse open = open();
        run.whenAsked(this::asked);
        open.onClose(() -> {
            if (!over && !options.detached()) {
                parts.tasks().run("client gone", () -> run.stop(parts.context().turns(), "The client went away"));
            }
        });
    }

    /** An event of the run that is told here under the same name. */
    private synchronized void asked(String event, ObjectNode fields) {
        if (event.startsWith("approval.")) {
            send(event, fields.deepCopy());
        }
    }

    private synchronized Sse open() {
        Sse open = stream;
        if (open == null) {
            open = call.exchange().events(Sse.Options.USUAL);
            stream = open;
            ObjectNode started = Json.object();
            started.putObject("user_message")
                    .put("role", "user")
                    .put("content", ask.message().text());
            started.set("runtime", runtime);
            send("run.started", started);
            ObjectNode message = Json.object();
            message.putObject("message").put("id", messageId).put("role", "assistant");
            send("message.started", message);
        }
        return open;
    }

    private synchronized void send(String name, ObjectNode fields) {
        Sse open = stream == null ? open() : stream;
        ObjectNode event = Json.object()
                .put("session_id", ask.sessionId())
                .put("run_id", runId)
                .put("seq", ++seq)
                .put("ts", parts.clock().instant().toEpochMilli() / 1_000.0);
        event.setAll(fields);
        open.event(null, name, parts.masks().tree(event).toString());
    }

    private ObjectNode fields() {
        return Json.object().put("message_id", messageId);
    }

    @Override
    protected void begun(String turnId) {
        open();
    }

    @Override
    protected void text(String turnId, String delta) {
        text.append(delta);
        send("assistant.delta", fields().put("delta", delta));
    }

    @Override
    protected void reasoning(String turnId, String delta) {
        send("tool.progress", fields().put("tool_name", "_thinking").put("delta", delta));
    }

    @Override
    protected void toolStarted(TurnEvent.ToolStarted event) {
        begin(event.call());
    }

    private void begin(ToolCall tool) {
        if (tool.tool().startsWith("_") || !tools.add(tool.id())) {
            return;
        }
        calls().addObject()
                .put("id", tool.id())
                .put("type", "function")
                .putObject("function")
                .put("name", tool.tool())
                .put("arguments", tool.arguments());
        send("tool.started", tool(tool));
    }

    /** Calls without words between them are of one message. */
    private ArrayNode calls() {
        int last = transcript.size() - 1;
        if (text.isEmpty() && last >= 0 && transcript.get(last).has("tool_calls")) {
            return (ArrayNode) transcript.get(last).get("tool_calls");
        }
        ObjectNode said = transcript.addObject().put("role", "assistant").put("content", text.toString());
        text.setLength(0);
        return said.putArray("tool_calls");
    }

    private ObjectNode tool(ToolCall tool) {
        return fields().put("tool_name", tool.tool())
                .put("tool_call_id", tool.id())
                .put("preview", ToolWords.label(tool))
                .put("args", tool.arguments());
    }

    @Override
    protected void toolEnded(TurnEvent.ToolEnded event) {
        ToolCall tool = event.call();
        begin(tool);
        if (!tools.contains(tool.id())) {
            return;
        }
        boolean done = event.result().outcome() == ToolResult.Outcome.DONE;
        transcript
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", tool.id())
                .put("tool_name", tool.tool())
                .put("content", event.result().text());
        send(done ? "tool.completed" : "tool.failed", tool(tool));
    }

    @Override
    protected void ended(String turnId, TurnResult result) {
        String rest = text.isEmpty() && transcript.isEmpty() ? result.text() : text.toString();
        if (text.isEmpty() && result.completed() && !transcript.isEmpty()) {
            rest = result.text();
        }
        if (!rest.isEmpty()) {
            transcript.addObject().put("role", "assistant").put("content", rest);
        }
        boolean interrupted = !result.completed() && !result.failed();
        ObjectNode end = fields().put("completed", result.completed())
                .put("partial", result.partial())
                .put("interrupted", interrupted);
        ObjectNode message = end.deepCopy().put("content", result.text());
        message.set("runtime", runtime);
        send("assistant.completed", message);
        end.set("messages", transcript);
        end.set("usage", RunUsage.of(result.usage()));
        end.set("runtime", runtime);
        if (result.failed()) {
            end.put("error", result.words());
        }
        send(result.completed() ? "run.completed" : result.failed() ? "run.failed" : "run.cancelled", end);
        send("done", Json.object());
        over = true;
        open().end();
    }
}
