package io.hermesgateway.spi.agent;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a transcript.
 *
 * @param role {@code user}, {@code assistant}, {@code tool}, {@code system} or {@code notice} (the gateway speaks)
 * @param text what was said
 * @param details JSON text with tool calls, reasoning, attachments … as the agent wrote it; null for plain lines
 */
public record TranscriptLine(String role, String text, @Nullable String details, @Nullable String turnId, Instant at) {
    public TranscriptLine {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(at, "at");
    }
}
