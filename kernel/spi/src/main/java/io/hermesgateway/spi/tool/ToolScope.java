package io.hermesgateway.spi.tool;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.nio.file.Path;
import java.util.Objects;

/**
 * On whose behalf a tool acts.
 *
 * @param folder the session's own working folder; it exists
 */
public record ToolScope(String turnId, String sessionId, Conversation conversation, Sender requester, Path folder) {
    public ToolScope {
        Objects.requireNonNull(turnId, "turnId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(folder, "folder");
    }
}
