package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The items of a streamed response and the events that tell of them. Not for several threads at once. */
final class Output {
    private final ApiParts parts;
    private final Consumer<ObjectNode> events;
    private final List<ObjectNode> items = new ArrayList<>();
    private final String messageId;
    private int sequence;
    private int messageIndex = -1;
    private int reasoningIndex = -1;
    private final StringBuilder thinking = new StringBuilder();

    Output(ApiParts parts, Consumer<ObjectNode> events) {
        this.parts = parts;
        this.events = events;
        this.messageId = parts.id("msg_", 24);
    }

    String messageId() {
        return messageId;
    }

    void event(ObjectNode event) {
        events.accept(event.put("sequence_number", sequence++));
    }

    private static ObjectNode about(String type, String itemId, int index) {
        return Json.object().put("type", type).put("item_id", itemId).put("output_index", index);
    }

    private void item(String type, int index, ObjectNode item) {
        ObjectNode event = Json.object().put("type", type).put("output_index", index);
        event.set("item", item);
        event(event);
    }

    private int added(ObjectNode item) {
        items.add(item);
        item("response.output_item.added", items.size() - 1, item);
        return items.size() - 1;
    }

    private void done(int index, ObjectNode item) {
        items.set(index, item);
        item("response.output_item.done", index, item);
    }

    /** More of the one message. */
    void text(String delta) {
        closeReasoning();
        openMessage();
        ObjectNode event = about("response.output_text.delta", messageId, messageIndex)
                .put("content_index", 0)
                .put("delta", delta);
        event.putArray("logprobs");
        event(event);
    }

    private void openMessage() {
        if (messageIndex >= 0) {
            return;
        }
        messageIndex = added(Items.message(messageId, "in_progress", null));
        ObjectNode part =
                about("response.content_part.added", messageId, messageIndex).put("content_index", 0);
        part.set("part", Items.part(""));
        event(part);
    }

    void reasoning(String delta) {
        if (reasoningIndex < 0) {
            ObjectNode item = Items.reasoning(parts.id("rs_", 24), "in_progress", null);
            reasoningIndex = added(item);
            thinking.setLength(0);
            ObjectNode part = summary("response.reasoning_summary_part.added");
            part.set("part", Json.object().put("type", "summary_text").put("text", ""));
            event(part);
        }
        thinking.append(delta);
        event(summary("response.reasoning_summary_text.delta").put("delta", delta));
    }

    private ObjectNode summary(String type) {
        return about(type, reasoningId(), reasoningIndex).put("summary_index", 0);
    }

    private String reasoningId() {
        return Json.textOf(items.get(reasoningIndex), "id");
    }

    private void closeReasoning() {
        if (reasoningIndex < 0) {
            return;
        }
        String text = thinking.toString();
        event(summary("response.reasoning_summary_text.done").put("text", text));
        ObjectNode part = summary("response.reasoning_summary_part.done");
        part.set("part", Json.object().put("type", "summary_text").put("text", text));
        event(part);
        done(reasoningIndex, Items.reasoning(reasoningId(), "completed", text));
        reasoningIndex = -1;
    }

    /** A call begins; its place among the items. */
    int call(ToolCall call) {
        closeReasoning();
        return added(Items.call(parts.id("fc_", 24), call, "in_progress"));
    }

    void called(int index, ToolCall call, String result) {
        closeReasoning();
        done(index, Items.call(Json.textOf(items.get(index), "id"), call, "completed"));
        ObjectNode output = Items.outputParts(parts.id("fco_", 24), call.id(), result);
        done(added(output), output);
    }

    /** Ends the message, which is there even when nothing was said. */
    void end(String text) {
        closeReasoning();
        openMessage();
        ObjectNode textDone = about("response.output_text.done", messageId, messageIndex)
                .put("content_index", 0)
                .put("text", text);
        textDone.putArray("logprobs");
        event(textDone);
        ObjectNode part =
                about("response.content_part.done", messageId, messageIndex).put("content_index", 0);
        part.set("part", Items.part(text));
        event(part);
        done(messageIndex, Items.message(messageId, "completed", text));
    }

    /** The items for the envelope at the end, the message last; long ones, which were sent before, are cut. */
    ArrayNode shortened() {
        Items cutting = new Items(parts.mapper());
        ArrayNode all = JsonNodeFactory.instance.arrayNode(items.size());
        @Nullable ObjectNode message = null;
        for (ObjectNode item : items) {
            if (!Json.textOf(item, "type").equals("message")) {
                all.add(cutting.shortened(item));
            } else if (Json.textOf(item, "status").equals("completed")) {
                message = item;
            }
        }
        return message == null ? all : all.add(message);
    }
}
