package io.hermesgateway.spi.message;

import java.util.Objects;

/** What makes a platform message the same message again. */
public record MessageKey(String platform, String chatId, String messageId) {
    public MessageKey {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(chatId, "chatId");
        Objects.requireNonNull(messageId, "messageId");
    }
}
