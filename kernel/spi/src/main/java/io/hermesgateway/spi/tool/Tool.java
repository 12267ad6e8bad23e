package io.hermesgateway.spi.tool;

/**
 * Something an agent may do.
 *
 * <p><b>Order.</b> For each call the kernel asks {@link #assess} first, obtains the answers that are needed, writes
 * "started" to the journal, calls {@link #run} once, and writes "finished" with the result. A call that was started is
 * never run a second time: after a crash {@link #recover} is asked what became of it.
 *
 * <p><b>Threads.</b> {@code assess} is an inline call and must be quick and free of side effects. {@code run} and
 * {@code recover} may block for as long as the work takes, on a thread of the plugin; they watch
 * {@link ToolRun#onCancel} and end soon after it, leaving nothing behind that they started.
 *
 * <p><b>Failure.</b> Bad arguments, a command that fails, a file that is missing are results ({@link ToolResult#failed}),
 * words for the model. A Throwable becomes a failed result and a mark on the plugin.
 */
public interface Tool {
    ToolSpec spec();

    /** Whether models are told of it; a tool that only its own plugin calls is not offered. */
    default boolean offered() {
        return true;
    }

    /** Whether the call may run, must be asked about, or never runs. */
    Assessment assess(ToolCall call, ToolScope scope);

    /** Does the work. */
    ToolResult run(ToolCall call, ToolRun run);

    /**
     * Tells what became of a call that was started before the gateway or the plugin went down. It may wait for work that
     * is still going on. {@link ToolRun#notes} holds what {@code run} had noted.
     */
    default ToolResult recover(ToolCall call, ToolRun run) {
        return ToolResult.unknown("The gateway stopped while this was running. Whether it was done is not known.");
    }
}
