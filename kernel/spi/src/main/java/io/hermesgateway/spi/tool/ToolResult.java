package io.hermesgateway.spi.tool;

import java.util.Locale;
import java.util.Objects;

/**
 * How a call ended.
 *
 * @param text the words for the model
 */
public record ToolResult(Outcome outcome, String text) {
    public ToolResult {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(text, "text");
    }

    public static ToolResult done(String text) {
        return new ToolResult(Outcome.DONE, text);
    }

    public static ToolResult failed(String text) {
        return new ToolResult(Outcome.FAILED, text);
    }

    public static ToolResult unknown(String text) {
        return new ToolResult(Outcome.UNKNOWN, text);
    }

    /** The kinds of ends; those from DENIED on are said by the kernel, never by a tool. */
    public enum Outcome {
        DONE,
        FAILED,
        CANCELLED,
        /** It was started and nobody can tell how it ended. */
        UNKNOWN,
        FORBIDDEN,
        DENIED,
        EXPIRED,
        WITHDRAWN,
        UNDELIVERABLE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
