package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a turn came out, in the words of the API.
 *
 * @param text what the agent said: the whole answer, or what there was of it
 * @param error the words about a failure; null when there was none
 * @param failed whether it failed, as opposed to answered or stopped
 */
public record TurnResult(
        boolean completed,
        boolean failed,
        String text,
        @Nullable String error,
        @Nullable String errorCode,
        String reasoning,
        TurnOutcome.Usage usage,
        Story story) {
    private static final String TRUNCATED = "output_truncated";
    private static final int HEADER_MOST = 200;

    static TurnResult of(TurnEvent.Ended end, Story story, String reasoning) {
        boolean answered = end.outcome().equals("answered");
        boolean failed = end.outcome().equals("failed");
        if (!failed) {
            String text = end.text().isEmpty() || !answered ? story.text() : end.text();
            return answered && text.isBlank()
                    ? empty(end, reasoning, story)
                    : new TurnResult(answered, false, text, null, null, reasoning, end.usage(), story);
        }
        String partial = end.partial();
        String words = partial != null && end.text().startsWith(partial)
                ? end.text().substring(partial.length()).strip()
                : end.text();
        String text = partial == null || partial.isBlank() ? story.text() : partial;
        return new TurnResult(false, true, text, words, end.errorCode(), reasoning, end.usage(), story);
    }

    private static TurnResult empty(TurnEvent.Ended end, String reasoning, Story story) {
        return new TurnResult(
                false, true, "", "The agent gave an empty answer", "empty_answer", reasoning, end.usage(), story);
    }

    /** Something was said, and it is not all. */
    public boolean partial() {
        return !completed && !text.isBlank();
    }

    public boolean truncated() {
        return error != null
                && (TRUNCATED.equals(errorCode)
                        || error.toLowerCase(Locale.ROOT).contains("truncat"));
    }

    /** As the chat API calls it. */
    public String finishReason() {
        if (completed || !failed) {
            return "stop";
        }
        return truncated() && partial() ? "length" : "error";
    }

    /** The flags of Hermes about an answer that is not complete. */
    public ObjectNode flags() {
        return Json.object()
                .put("completed", completed)
                .put("partial", partial())
                .put("failed", failed);
    }

    /** The flags and what went wrong. */
    public ObjectNode details(ApiParts parts) {
        return flags().put("error", error == null ? null : parts.redacted(error))
                .put("error_code", truncated() ? TRUNCATED : "agent_error");
    }

    /** The error as one line that fits into a header. */
    public String headerLine(ApiParts parts) {
        String line = parts.redacted(words()).replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return line.length() > HEADER_MOST ? line.substring(0, HEADER_MOST) : line;
    }

    /** The words about why there is no answer. */
    public String words() {
        return error == null ? "The turn was stopped before there was an answer" : error;
    }
}
