package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing said in a talk with a model.
 *
 * @param pictures addresses that a provider understands: {@code data:} or {@code https:}
 * @param calls the tools that the model wants called
 * @param parts text and pictures in the order in which they were said, where there are pictures; empty for plain text
 * @param callId which call a tool's words answer
 * @param reasoning what the model thought before it spoke; some providers want it back
 */
public record Message(
        Role role,
        String text,
        List<String> pictures,
        List<Part> parts,
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

    /**
     * A piece of a message: words, or a picture.
     *
     * @param picture its address; empty for words
     * @param detail how closely it is to be looked at; empty for as closely as the model likes
     */
    public record Part(String text, String picture, String detail) {}

    public Message {
        parts = List.copyOf(parts);
        pictures = List.copyOf(pictures);
        calls = List.copyOf(calls);
    }

    public static Message system(String text) {
        return new Message(Role.SYSTEM, text, List.of(), List.of(), List.of(), null, "");
    }

    public static Message user(String text) {
        return user(text, List.of());
    }

    public static Message user(String text, List<String> pictures) {
        List<Part> parts = new ArrayList<>();
        if (!pictures.isEmpty()) {
            if (!text.isEmpty()) {
                parts.add(new Part(text, "", ""));
            }
            pictures.forEach(picture -> parts.add(new Part("", picture, "")));
        }
        return new Message(Role.USER, text, pictures, parts, List.of(), null, "");
    }

    /** Words and pictures in their order. */
    public static Message mixed(String text, List<Part> parts) {
        List<String> pictures =
                parts.stream().map(Part::picture).filter(at -> !at.isEmpty()).toList();
        return new Message(Role.USER, text, pictures, parts, List.of(), null, "");
    }

    public static Message assistant(String text, List<ToolCall> calls, String reasoning) {
        return new Message(Role.ASSISTANT, text, List.of(), List.of(), calls, null, reasoning);
    }

    public static Message tool(String callId, String text) {
        return new Message(Role.TOOL, text, List.of(), List.of(), List.of(), callId, "");
    }
}
