package io.hermesgateway.core.host;

import org.jspecify.annotations.Nullable;

/** Who works on a call right now, so that an interrupt hits that call and never the next one on the same thread. */
final class Seat {
    private @Nullable Thread thread;
    private boolean interrupted;

    synchronized void sit() {
        thread = Thread.currentThread();
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** Clears an interrupt that was meant for this call and leaves one that was meant for the thread. */
    synchronized void leave() {
        thread = null;
        if (interrupted) {
            interrupted = !Thread.interrupted();
        }
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }
}
