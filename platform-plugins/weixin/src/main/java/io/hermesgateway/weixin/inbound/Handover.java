package io.hermesgateway.weixin.inbound;

import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.weixin.Words;
import io.hermesgateway.weixin.media.Found;
import io.hermesgateway.weixin.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The last step: messages as the kernel wants them, and its word whether they are durable. */
final class Handover {
    private final PlatformContext context;
    private final Quarantine quarantine;
    private final String cursorName;

    Handover(PlatformContext context, Quarantine quarantine, String cursorName) {
        this.context = context;
        this.quarantine = quarantine;
        this.cursorName = cursorName;
    }

    /** @param cursor goes with the messages; empty for none */
    boolean give(List<Received> messages, String cursor) {
        return offer(messages.stream().map(one -> message(one, List.of())).toList(), cursor);
    }

    boolean give(Received one, List<Attachment> files) {
        return offer(List.of(message(one, files)), "");
    }

    boolean moveTo(String cursor) {
        return context.saveCursor(cursorName, cursor);
    }

    private boolean offer(List<InboundMessage> messages, String cursor) {
        if (messages.isEmpty()) {
            return cursor.isEmpty() || moveTo(cursor);
        }
        boolean durable;
        try {
            durable = durable(
                    cursor.isEmpty()
                            ? context.acceptAll(messages, null, null)
                            : context.acceptAll(messages, cursorName, cursor));
        } catch (RuntimeException poison) {
            durable = messages.stream().allMatch(this::alone) && (cursor.isEmpty() || moveTo(cursor));
        }
        messages.stream().map(InboundMessage::conversation).distinct().forEach(context::opened);
        return durable;
    }

    /** One by one, so that what the kernel cannot stand keeps no other from it. */
    private boolean alone(InboundMessage message) {
        try {
            return durable(List.of(context.accept(message)));
        } catch (RuntimeException poison) {
            quarantine.take(
                    Wire.object()
                            .put("message_id", message.key().messageId())
                            .put("from_user_id", message.sender().userId())
                            .put("text", message.text()),
                    poison);
            return true;
        }
    }

    private static boolean durable(List<Accepted> results) {
        return results.stream().allMatch(Accepted::acknowledge);
    }

    private InboundMessage message(Received one, List<Attachment> files) {
        String platform = context.platformId();
        Instant now = context.clock().instant();
        String text = one.text();
        if (files.size() < one.files().size()) {
            String kinds =
                    String.join(", ", one.files().stream().map(Found::kind).toList());
            text = (text + "\n" + Words.like(text).say("file.lost", kinds)).strip();
        }
        return new InboundMessage(
                new MessageKey(platform, one.user(), one.id()),
                Conversation.dm(platform, one.user()),
                Sender.of(platform, one.user(), null),
                text,
                files,
                one.replyTo(),
                one.written() > 0 ? Instant.ofEpochMilli(one.written()) : now,
                Map.of());
    }
}
