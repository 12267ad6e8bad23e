package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a turn, in order: what the agent said, and the tools it used in between. */
public final class Story {
    private final List<Made> calls = new ArrayList<>(0);
    private final StringBuilder said = new StringBuilder();
    private int told;

    /**
     * A tool call.
     *
     * @param before what the agent said since the call before
     */
    public record Made(String before, ToolCall call, @Nullable ToolResult result) {}

    void said(String delta) {
        said.append(delta);
    }

    /** False when the call is known. */
    boolean started(ToolCall call) {
        if (calls.stream().anyMatch(made -> made.call().id().equals(call.id()))) {
            return false;
        }
        calls.add(new Made(said.substring(told), call, null));
        told = said.length();
        return true;
    }

    /** False when the call never began or had ended. */
    boolean ended(ToolCall call, ToolResult result) {
        for (int i = 0; i < calls.size(); i++) {
            Made made = calls.get(i);
            if (made.call().id().equals(call.id()) && made.result() == null) {
                calls.set(i, new Made(made.before(), call, result));
                return true;
            }
        }
        return false;
    }

    /** The calls in the order of their beginnings. */
    public List<Made> calls() {
        return List.copyOf(calls);
    }

    /** All that was said, before, between and after the calls. */
    public String text() {
        return said.toString();
    }

    /** What was said after the last call. */
    public String lastText() {
        return said.substring(told);
    }

    /**
     * The messages that this turn adds to a conversation: calls with their results, then the last words.
     *
     * @param outputMost the longest output of a tool that is kept; zero for all
     */
    public void addTo(ArrayNode history, String lastWords, long outputMost) {
        for (Made made : calls) {
            ToolResult result = made.result();
            if (result != null) {
                ObjectNode assistant =
                        history.addObject().put("role", "assistant").put("content", made.before());
                assistant.putArray("tool_calls").add(function(made.call()));
                history.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", made.call().id())
                        .put("tool_name", made.call().tool())
                        .put("content", shortened(result.text(), outputMost));
            }
        }
        if (!lastWords.isEmpty()) {
            history.addObject().put("role", "assistant").put("content", lastWords);
        }
    }

    private static ObjectNode function(ToolCall call) {
        ObjectNode node = Json.object().put("id", call.id()).put("type", "function");
        node.putObject("function").put("name", call.tool()).put("arguments", call.arguments());
        return node;
    }

    private static String shortened(String text, long most) {
        return most <= 0 || text.length() <= most
                ? text
                : text.substring(0, (int) most) + "… [" + (text.length() - most) + " more characters]";
    }
}
