package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.message.Conversation;

/** Takes titles that an agent finds for sessions; the kernel publishes it in the registry. */
public interface Titles {
    /** Calls the session so in listings, where no person has named it. */
    void suggest(String sessionId, Conversation conversation, String title);
}
