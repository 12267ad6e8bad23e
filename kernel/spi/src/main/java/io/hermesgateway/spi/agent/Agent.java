package io.hermesgateway.spi.agent;

/**
 * A brain. It is run once per turn, and again for the same turn after an approval was answered, after the plugin was
 * replaced, or after the gateway crashed.
 *
 * <p><b>Steps.</b> An agent keeps no turn in memory between runs. Whatever it must know when it is run again it writes
 * with {@link TurnContext#step}; {@link TurnContext#steps} gives it back. A model call that was not yet written as a
 * step may be repeated; a tool call is never repeated, see {@link io.hermesgateway.spi.tool.Tools}.
 *
 * <p><b>Threads.</b> {@link #run} is called on a thread of the plugin, for many turns at once, never twice at once for
 * one turn. It may block. It ends soon after {@link TurnContext#cancelled} turns true (the thread is interrupted too).
 *
 * <p><b>Failure.</b> Trouble with a provider is a {@link TurnOutcome.Failed} with words for the person. A Throwable ends
 * the turn as failed and marks the plugin.
 */
public interface Agent extends AutoCloseable {
    TurnOutcome run(Turn turn, TurnContext context);

    @Override
    default void close() {}
}
