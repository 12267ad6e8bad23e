package io.hermesgateway.spi.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message as a platform decoded it.
 *
 * @param key for recognising it when it comes again
 * @param conversation the place, with {@code memberId} left null: the kernel adds it by policy
 * @param text what was said, without the mention of the bot
 * @param replyTo the platform's id of the message it answers
 * @param sentAt the platform's time, or the time of arrival
 * @param route what the platform needs to answer (a reply token, a sequence …); kept with the conversation and handed
 *     back with each delivery; must hold no secret of the account
 */
public record InboundMessage(
        MessageKey key,
        Conversation conversation,
        Sender sender,
        String text,
        List<Attachment> attachments,
        @Nullable String replyTo,
        Instant sentAt,
        Map<String, String> route) {
    public InboundMessage {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(conversation, "conversation");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(sentAt, "sentAt");
        attachments = List.copyOf(attachments);
        route = Map.copyOf(route);
    }

    /** A plain text message. */
    public static InboundMessage text(
            MessageKey key, Conversation conversation, Sender sender, String text, Instant sentAt) {
        return new InboundMessage(key, conversation, sender, text, List.of(), null, sentAt, Map.of());
    }
}
