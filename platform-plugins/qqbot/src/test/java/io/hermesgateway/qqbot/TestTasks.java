package io.hermesgateway.qqbot;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The kernel's threads and timers in their simplest form. */
final class TestTasks implements Tasks, AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean closed;

    @Override
    public Registration run(String name, Runnable task) {
        return after(Duration.ZERO, name, task);
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        AtomicBoolean over = new AtomicBoolean();
        if (closed) {
            return () -> {};
        }
        Future<?> unused = timer.schedule(
                () -> {
                    if (!over.get() && !closed) {
                        threads.execute(task);
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> over.set(true);
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        throw new AssertionError("the adapter repeats nothing blindly");
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
