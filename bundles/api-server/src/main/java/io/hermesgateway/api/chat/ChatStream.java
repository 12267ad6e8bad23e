package io.hermesgateway.api.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.ToolWords;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.TurnWatch;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.spi.agent.TurnEvent;
import org.jspecify.annotations.Nullable;

/**
 * A turn as a stream of chunks, written where the turn happens. The order is that of OpenAI: the role, any mix of text,
 * reasoning and named frames, one last chunk with the reason of the end and the usage, {@code [DONE]}.
 */
final class ChatStream extends TurnWatch {
    private static final String TOOL_FRAME = "hermes.tool.progress";

    private final ApiParts parts;
    private final Call call;
    private final Slots.Slot slot;
    private final StreamOptions options;
    private final Chunks chunks;
    private @Nullable Sse stream;
    private boolean said;
    private volatile boolean over;

    ChatStream(ApiParts parts, Call call, Slots.Slot slot, StreamOptions options, String model) {
        this.parts = parts;
        this.call = call;
        this.slot = slot;
        this.options = options;
        this.chunks = new Chunks(parts.id("chatcmpl-", 29), parts.seconds(), model);
    }

    /** Begins the answer; harmless when it has begun. */
    synchronized Sse open(String turnId) {
        Sse open = stream;
        if (open == null) {
            open = call.exchange().events(Sse.Options.USUAL);
            stream = open;
            open.frame(chunks.role());
            open.onClose(() -> closed(turnId));
        }
        return open;
    }

    /** The client has gone, unless it was we who ended it. */
    private void closed(String turnId) {
        if (!over && !options.detached() && !parts.leaving()) {
            parts.tasks().run("client gone", () -> parts.context().turns().stop(turnId, "The client went away"));
        }
    }

    @Override
    protected void begun(String turnId) {
        open(turnId);
    }

    @Override
    protected void text(String turnId, String delta) {
        if (!delta.isEmpty()) {
            said = true;
            open(turnId).soon(chunks.text(delta));
        }
    }

    @Override
    protected void reasoning(String turnId, String delta) {
        open(turnId).soon(chunks.reasoning(delta));
    }

    @Override
    protected void toolStarted(TurnEvent.ToolStarted event) {
        String tool = event.call().tool();
        if (shown(tool)) {
            ObjectNode frame = chunks.empty("")
                    .put("tool", tool)
                    .put("emoji", ToolWords.emoji(tool))
                    .put("label", parts.redacted(ToolWords.label(event.call())))
                    .put("toolCallId", event.call().id())
                    .put("status", "running");
            open(event.turnId()).event(null, TOOL_FRAME, frame.toString());
        }
    }

    /** Tools of the inside are nobody's business, and strict clients want to hear of none. */
    private boolean shown(String tool) {
        return options.toolFrames() && !tool.startsWith("_");
    }

    @Override
    protected void toolEnded(TurnEvent.ToolEnded event) {
        if (shown(event.call().tool())) {
            ObjectNode frame = chunks.empty("")
                    .put("tool", event.call().tool())
                    .put("toolCallId", event.call().id())
                    .put("status", "completed");
            open(event.turnId()).event(null, TOOL_FRAME, frame.toString());
        }
    }

    @Override
    protected void ended(String turnId, TurnResult result) {
        over = true;
        slot.close();
        Sse open = open(turnId);
        if (!said && !result.text().isEmpty()) {
            open.soon(chunks.text(result.text()));
        }
        ObjectNode last = chunks.empty(result.finishReason());
        if (!options.usageApart()) {
            last.set("usage", Usages.chat(result.usage()));
        }
        if (!result.completed()) {
            last.set("hermes", result.details(parts));
            // An error at the top makes the SDKs throw away what was said; so only where nothing was.
            if (result.text().isBlank()) {
                last.putObject("error")
                        .put("message", parts.redacted(result.words()))
                        .put("type", "agent_error");
            }
        }
        open.soon(chunks.of(last));
        if (options.usageApart()) {
            ObjectNode usage = chunks.empty("");
            usage.putArray("choices");
            usage.set("usage", Usages.chat(result.usage()));
            open.soon(chunks.of(usage));
        }
        open.soon(chunks.done());
        open.end();
    }
}
