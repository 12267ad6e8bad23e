package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work: what was said, by whom, where.
 *
 * @param run one for the first run, counted up by each resumption
 * @param history the transcript to use instead of the session's, for callers that carry their own; null for normal
 * @param instructions extra words for the system prompt
 * @param options wishes of the surface, for example {@code model}; unknown ones are ignored
 */
public record Turn(
        String id,
        String sessionId,
        Conversation conversation,
        Sender requester,
        String text,
        List<Attachment> attachments,
        Instant startedAt,
        int run,
        @Nullable List<TranscriptLine> history,
        @Nullable String instructions,
        Map<String, String> options) {
    public Turn {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(text, "text");
        attachments = List.copyOf(attachments);
        history = history == null ? null : List.copyOf(history);
        options = Map.copyOf(options);
    }

    /**
     * Under which name is kept what is remembered beyond the session: the conversation's, unless its surface named another
     * with the option {@code session_key}, which is then one of this requester's own.
     */
    public String memoryKey() {
        String named = options.getOrDefault("session_key", "");
        return named.isEmpty() ? conversation.key() : conversation.platform() + ":" + requester.userId() + ":" + named;
    }
}
