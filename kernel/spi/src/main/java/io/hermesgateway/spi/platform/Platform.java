package io.hermesgateway.spi.platform;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;

/**
 * An adapter to one account of a chat platform.
 *
 * <p><b>Life.</b> {@link #start} once, then {@link #send} many times, {@link #close} once. An adapter that lost its
 * connection reconnects by itself and reports each change through {@link PlatformContext#report}; it never gives up on
 * its own except when its credentials are refused for good ({@code FAILED}, {@code NEEDS_LOGIN}). Silence of users is
 * never a fault. {@code ONLINE} needs evidence from the far side.
 *
 * <p><b>Replacing.</b> Close and reopen may happen at any moment, with approvals pending and deliveries under way.
 * Whatever must survive is in the journal: the adapter keeps cursors with {@link PlatformContext#saveCursor} and nothing
 * else. Button data is the approval id and the choice.
 *
 * <p><b>Threads.</b> {@code start}, {@code send} and {@code close} are guarded calls: own thread, a deadline, any
 * Throwable becomes a status. Up to {@link PlatformContext#parallelSends} sends run at once, never two to one
 * conversation. {@link #watch} is an inline call on the turn's thread and must return at once.
 */
public interface Platform extends AutoCloseable {
    /** Begins to connect and returns; progress is reported. */
    void start();

    /**
     * Sends one delivery and waits for the far side's answer. Interrupted or overdue calls count as
     * {@link SendResult.Uncertain}.
     */
    SendResult send(Delivery delivery);

    /** Streams of a turn in one of this platform's conversations, for typing signs and live edits. */
    default void watch(Conversation conversation, TurnEvent event) {}

    /** Signals the end and releases everything; returns within the stop deadline. */
    @Override
    void close();
}
