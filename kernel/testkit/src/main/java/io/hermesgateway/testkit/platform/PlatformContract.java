package io.hermesgateway.testkit.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every adapter must do; an adapter is done when a test that extends this one is green. */
@Timeout(120)
public abstract class PlatformContract {
    /** The far side, real sockets and all; it answers well until it is told otherwise. */
    protected interface FarSide {
        /** Offers a message of a private chat, as often as the test calls it. */
        void offer(String chat, String messageId, String text);

        /** How often the message was acknowledged. */
        int acknowledged(String messageId);

        /** The texts that arrived, in order. */
        java.util.List<String> received();

        /** Breaks the connection and takes no other. */
        void goAway();
    }

    protected abstract FarSide farSide();

    /** The kernel that the adapter was opened with. */
    protected abstract FakePlatformContext kernel();

    /** An adapter that is open and not started. */
    protected abstract Platform platform();

    private Delivery delivery(String id, String text) {
        Conversation to = Conversation.dm(kernel().platformId(), "c1");
        return new Delivery(id, to, new Body.Text(text), null, null, Map.of(), 1, Instant.EPOCH);
    }

    private void online() {
        platform().start();
        kernel().await("online", kernel -> kernel.state() == PlatformState.ONLINE);
    }

    @Test
    void saysThatItIsOnlineOnlyWithEvidence() {
        assertFalse(kernel().state() == PlatformState.ONLINE);
        online();
    }

    @Test
    void aMessageThatComesAgainIsAcknowledgedAgainAndIsOneMessage() {
        online();
        farSide().offer("c1", "1", "hello");
        farSide().offer("c1", "1", "hello");
        kernel().await("acknowledged twice", kernel -> farSide().acknowledged("1") == 2);
        assertEquals(1, kernel().accepted().size());
        assertEquals("hello", kernel().accepted().get(0).text());
        assertEquals(
                kernel().platformId(), kernel().accepted().get(0).conversation().platform());
    }

    @Test
    void whatIsNotDurableIsNotAcknowledged() {
        online();
        kernel().away(true);
        farSide().offer("c1", "1", "lost?");
        kernel().away(false);
        farSide().offer("c1", "2", "kept");
        kernel().await("the second one", kernel -> farSide().acknowledged("2") == 1);
        int accepted = (int) kernel().accepted().stream()
                .filter(message -> message.key().messageId().equals("1"))
                .count();
        assertEquals(accepted, farSide().acknowledged("1"), "acknowledged exactly when it was accepted");
    }

    @Test
    void aDeliveryThatArrivedIsSentWithItsEvidence() {
        online();
        SendResult result = platform().send(delivery("d1", "an answer"));
        assertInstanceOf(SendResult.Sent.class, result);
        assertEquals(java.util.List.of("an answer"), farSide().received());
    }

    @Test
    void withoutAFarSideADeliveryWaitsAndIsNotInDoubt() {
        online();
        farSide().goAway();
        kernel().await("not online", kernel -> kernel.state() != PlatformState.ONLINE);
        SendResult result = platform().send(delivery("d1", "later"));
        assertFalse(result instanceof SendResult.Sent || result instanceof SendResult.Uncertain, result.toString());
    }

    @Test
    void mayBeClosedTwiceAndAlsoWithoutAStart() {
        platform().close();
        platform().close();
    }
}
