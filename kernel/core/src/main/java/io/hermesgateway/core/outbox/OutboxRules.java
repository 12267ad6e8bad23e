package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Conversation;
import java.time.Duration;
import java.util.Optional;

/** What the outbox must know of configuration and approvals; asked for each use. */
public interface OutboxRules {
    /** Whether messages to this platform leave the gateway: it is configured, or was, even when it is away now. */
    boolean outbound(String platformId);

    /** Where this platform's, or else the gateway's, own notices go. */
    Optional<Conversation> home(String platformId);

    /** The text without the credentials in it: chats are read by others, and kept by the platform. */
    String redact(String text);

    /** How long a shown prompt waits for its answer. */
    Duration approvalTimeout();

    /** The prompt of an approval as it is now: the question while it is pending, the outcome afterwards. */
    Body.Prompt prompt(Approval approval);

    /** Nobody could be shown the prompt; called outside of any decision. */
    void undeliverable(String approvalId, String why);
}
