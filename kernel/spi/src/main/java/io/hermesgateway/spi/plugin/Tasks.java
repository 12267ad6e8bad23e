package io.hermesgateway.spi.plugin;

import java.time.Duration;

/**
 * Threads and timers of one plugin. They carry its name, group and loader, are counted in its row, and are cancelled
 * when the extension is closed. A Throwable that escapes a task is logged and shown in the status; a repeated task goes
 * on all the same.
 */
public interface Tasks {
    /** Runs something soon, on a thread of the plugin. */
    Registration run(String name, Runnable task);

    /** Runs something once, later. */
    Registration after(Duration delay, String name, Runnable task);

    /** Runs something again and again, with the pause counted from the end of each run. */
    Registration every(Duration pause, String name, Runnable task);
}
