package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.TurnWatch;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.plugin.Registration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response as a stream of events, in the order that the official clients want. All text is one message, also around
 * tools; tiny pieces of it are gathered for a moment, and whatever else happens comes after what was said before it.
 */
final class ResponseStream extends TurnWatch {
    private static final Duration GATHERED = Duration.ofMillis(50);

    private final ApiParts parts;
    private final Call call;
    private final Chain chain;
    private final Slots.Slot slot;
    private final StreamOptions options;
    private final Consumer<ResponseStream> done;
    private final Output output;
    private final StringBuilder gathering = new StringBuilder();
    private final Map<String, Integer> calls = new HashMap<>(0);
    private @Nullable Sse stream;
    private @Nullable Registration flushing;
    private volatile boolean over;

    ResponseStream(Call call, Chain chain, Slots.Slot slot, StreamOptions options, Consumer<ResponseStream> done) {
        this.parts = chain.parts();
        this.call = call;
        this.chain = chain;
        this.slot = slot;
        this.options = options;
        this.done = done;
        this.output = new Output(parts, this::send);
    }

    /** Begins the answer; harmless when it has begun. */
    synchronized void open(String turnId) {
        if (stream != null) {
            return;
        }
        stream = call.exchange().events(Sse.Options.USUAL);
        ObjectNode started = chain.envelope("in_progress", JsonNodeFactory.instance.arrayNode(), null, null);
        chain.keep(started, chain.added(story(), ""));
        ObjectNode created = Json.object().put("type", "response.created");
        created.set("response", started);
        output.event(created);
        stream.onClose(() -> closed(turnId));
    }

    private void send(ObjectNode event) {
        Sse open = stream;
        if (open != null) {
            open.event(null, Json.textOf(event, "type"), event.toString());
        }
    }

    /** The client has gone, unless it was we who ended it. */
    private void closed(String turnId) {
        if (over || parts.leaving()) {
            return;
        }
        parts.tasks().run("client gone", () -> {
            interrupted();
            if (!options.detached()) {
                parts.context().turns().stop(turnId, "The client went away");
            }
        });
    }

    /** Keeps what there is so far, when nobody may come to say more. */
    synchronized void interrupted() {
        if (!over) {
            kept("incomplete", null, null);
        }
    }

    private void kept(String status, @Nullable ObjectNode error, @Nullable ObjectNode usage) {
        String text = story().text();
        ArrayNode items = output.shortened();
        if (status.equals("incomplete")) {
            items.add(Items.message(output.messageId(), status, text));
        }
        chain.keep(chain.envelope(status, items, error, usage), chain.added(story(), story().lastText()));
    }

    @Override
    protected void begun(String turnId) {
        open(turnId);
    }

    @Override
    protected void text(String turnId, String delta) {
        open(turnId);
        gathering.append(delta);
        if (flushing == null) {
            flush();
            flushing = parts.tasks().after(GATHERED, "response text", this::timed);
        }
    }

    private synchronized void timed() {
        flushing = null;
        if (!over && gathering.length() > 0) {
            flush();
            flushing = parts.tasks().after(GATHERED, "response text", this::timed);
        }
    }

    /** What was said so far goes out now. */
    private void flush() {
        if (gathering.length() > 0) {
            output.text(gathering.toString());
            gathering.setLength(0);
        }
    }

    @Override
    protected void reasoning(String turnId, String delta) {
        open(turnId);
        flush();
        output.reasoning(delta);
    }

    @Override
    protected void toolStarted(TurnEvent.ToolStarted event) {
        if (!event.call().tool().startsWith("_")) {
            open(event.turnId());
            flush();
            calls.put(event.call().id(), output.call(event.call()));
        }
    }

    @Override
    protected void toolEnded(TurnEvent.ToolEnded event) {
        Integer index = calls.remove(event.call().id());
        if (index != null) {
            flush();
            output.called(index, event.call(), event.result().text());
        }
    }

    @Override
    protected void ended(String turnId, TurnResult result) {
        try {
            end(turnId, result);
        } finally {
            slot.close();
        }
    }

    private void end(String turnId, TurnResult result) {
        open(turnId);
        if (flushing != null) {
            flushing.close();
        }
        if (story().text().isEmpty() && !result.text().isEmpty()) {
            gathering.append(result.text());
        }
        flush();
        String said = story().text().isEmpty() ? result.text() : story().text();
        output.end(said);
        String status = result.completed() ? "completed" : "failed";
        ObjectNode error = result.completed() ? null : chain.error(result);
        ObjectNode envelope = chain.envelope(status, output.shortened(), error, Items.usage(result.usage()));
        if (gone()) {
            interrupted();
        } else {
            String last = story().lastText();
            chain.keep(envelope, chain.added(story(), last.isEmpty() ? result.text() : last));
        }
        over = true;
        done.accept(this);
        slot.close();
        ObjectNode end = Json.object().put("type", "response." + status);
        end.set("response", envelope);
        output.event(end);
        if (stream != null) {
            stream.end();
        }
    }

    /** Whether this end is only what we made of a client that went away. */
    private boolean gone() {
        return stream != null && !stream.isOpen() && !options.detached();
    }
}
