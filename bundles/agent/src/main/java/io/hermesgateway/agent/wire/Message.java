package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.tool.ToolCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing said in a talk with a model.
 *
 * @param pictures addresses that a provider understands: {@code data:} or {@code https:}
 * @param calls the tools that the model wants called
 * @param callId which call a tool's words answer
 * @param reasoning what the model thought before it spoke; some providers want it back
 */
public record Message(
        Role role,
        String text,
        List<String> pictures,
        List<ToolCall> calls,
        @Nullable String callId,
        String reasoning) {
    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    public Message {
        pictures = List.copyOf(pictures);
        calls = List.copyOf(calls);
    }

    public static Message system(String text) {
        return new Message(Role.SYSTEM, text, List.of(), List.of(), null, "");
    }

    public static Message user(String text) {
        return user(text, List.of());
    }

    public static Message user(String text, List<String> pictures) {
        return new Message(Role.USER, text, pictures, List.of(), null, "");
    }

    public static Message assistant(String text, List<ToolCall> calls, String reasoning) {
        return new Message(Role.ASSISTANT, text, List.of(), calls, null, reasoning);
    }

    public static Message tool(String callId, String text) {
        return new Message(Role.TOOL, text, List.of(), List.of(), callId, "");
    }
}
