package io.hermesgateway.spi.tool;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * On whose behalf a tool acts.
 *
 * @param folder the session's own working folder; it exists
 * @param memoryKey see {@link io.hermesgateway.spi.agent.Turn#memoryKey}
 * @param language in which the person is spoken to
 */
public record ToolScope(
        String turnId,
        String sessionId,
        Conversation conversation,
        Sender requester,
        Path folder,
        String memoryKey,
        Locale language) {
    public ToolScope {
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(memoryKey, "memoryKey");
        Objects.requireNonNull(language, "language");
    }

    /** In a conversation that speaks English and remembers under its own name. */
    public ToolScope(String turnId, String sessionId, Conversation conversation, Sender requester, Path folder) {
        this(turnId, sessionId, conversation, requester, folder, conversation.key(), Locale.ENGLISH);
    }
}
