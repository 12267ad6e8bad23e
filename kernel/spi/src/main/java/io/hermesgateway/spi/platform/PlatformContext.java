package io.hermesgateway.spi.platform;

import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.plugin.PluginContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter may reach: the inbox, the desk where approvals are answered, its cursors, and the board where its
 * state is shown. All methods may be called from any of the plugin's threads. After the adapter was closed or disowned
 * they refuse: {@code Accepted.NotNow}, {@code AnswerResult.NotNow}; a late callback changes nothing.
 */
public interface PlatformContext extends PluginContext {
    /** The platform id: {@code qqbot}, or {@code qqbot.NAME} with several accounts. */
    String platformId();

    /** Offers a message; blocks until it is durable. Acknowledge to the far side only what the result allows. */
    default Accepted accept(InboundMessage message) {
        return acceptAll(List.of(message), null, null).get(0);
    }

    /**
     * Offers messages in order and, when all are durable, a cursor with them in the same append. When one of them is
     * {@code NotNow}, all that follow are too and the cursor is not moved.
     */
    List<Accepted> acceptAll(List<InboundMessage> messages, @Nullable String cursor, @Nullable String value);

    /** Passes on a click or a typed answer; blocks until the outcome is durable and returns the truth. */
    AnswerResult answer(Answer answer);

    /** A durable value of this account, such as the offset of a poll. */
    Optional<String> cursor(String name);

    /** Keeps a durable value; false when the journal takes nothing at the moment. */
    boolean saveCursor(String name, String value);

    /** Shows the state of the connection; {@code detail} is one short sentence, never a secret. */
    void report(PlatformState state, String detail);

    /** Notes that the far side gave a sign of life just now. */
    void proofOfLife();

    /** The far side takes messages in this conversation again: parked deliveries are tried at once. */
    void opened(Conversation conversation);

    /** The end of a delivery that was in audit, or late evidence for an uncertain one. */
    void settled(String deliveryId, SendResult result);

    /** How many sends may be under way at once. */
    int parallelSends();
}
