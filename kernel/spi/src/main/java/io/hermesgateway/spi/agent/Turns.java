package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Registration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns that are asked for by a surface of our own (API, console, command line, cron, kanban) instead of a chat
 * platform. They go through the same journal, lanes and approvals; the answer goes to the listener and the transcript.
 */
public interface Turns {
    /**
     * Accepts a request; durable on return. The listener is called in order on the turn's threads, inline, and must be
     * quick; it may be null for work nobody watches.
     */
    Started start(Request request, @Nullable Listener listener);

    /** Watches a turn that was started before, for example after a reconnect. Past events are not repeated. */
    Registration watch(String turnId, Listener listener);

    /** Where a turn stands; empty when it is not known any more. */
    Optional<Snapshot> find(String turnId);

    /** Stops a turn and whatever it started; false when it had ended. */
    boolean stop(String turnId, String why);

    /** Adds words to a running turn; false when it had ended. */
    boolean steer(String turnId, String text);

    /** Takes back everything that was said in a session; what its turns did stays done. False when nothing was said. */
    default boolean forget(String sessionId) {
        return false;
    }

    /** Gets events in order. */
    interface Listener {
        void onEvent(TurnEvent event);
    }

    /** What became of a request. */
    sealed interface Started {
        record Accepted(String turnId, String sessionId) implements Started {}

        record Refused(io.hermesgateway.spi.error.ErrorCode code, String why) implements Started {}
    }

    /** What to do about an approval nobody can be shown. */
    enum Asking {
        /** Somebody watches and can answer. */
        ATTENDED,
        /** The policy {@code approvals.unattended_mode} answers at once. */
        UNATTENDED
    }

    /**
     * A request.
     *
     * @param sessionId an explicit session makes a lane; null means a conversation's current session, and for requests
     *     with a history a session of their own
     * @param history the transcript to use instead of the session's; such a request runs in parallel to all others, also
     *     to those of the same session
     * @param idempotencyKey the same key within the dedup window is the same request; null for none
     */
    record Request(
            Conversation conversation,
            Sender requester,
            String text,
            List<Attachment> attachments,
            @Nullable String sessionId,
            @Nullable List<TranscriptLine> history,
            @Nullable String instructions,
            Map<String, String> options,
            Asking asking,
            @Nullable String idempotencyKey) {
        public Request {
            Objects.requireNonNull(conversation, "conversation");
            Objects.requireNonNull(requester, "requester");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(asking, "asking");
            attachments = List.copyOf(attachments);
            history = history == null ? null : List.copyOf(history);
            options = Map.copyOf(options);
        }
    }

    /**
     * Where a turn stands.
     *
     * @param state {@code queued}, {@code running}, {@code waiting}, {@code answered}, {@code failed}, {@code cancelled}
     * @param text the answer once there is one
     */
    record Snapshot(String turnId, String sessionId, Conversation conversation, String state, @Nullable String text) {}
}
