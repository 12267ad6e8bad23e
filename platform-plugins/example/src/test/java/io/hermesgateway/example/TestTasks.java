package io.hermesgateway.example;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The kernel's threads and timers in their simplest form. */
final class TestTasks implements Tasks, AutoCloseable {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

    @Override
    public Registration run(String name, Runnable task) {
        return closing(threads.schedule(task, 0, TimeUnit.MILLISECONDS));
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return closing(threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        return closing(threads.scheduleWithFixedDelay(task, 0, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Registration closing(ScheduledFuture<?> future) {
        return () -> future.cancel(true);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The example makes no ids of its own. */
    static final class NoIds implements Ids {
        @Override
        public String next() {
            throw new AssertionError("the example makes no ids");
        }

        @Override
        public String spoken(int length) {
            throw new AssertionError("the example makes no codes");
        }
    }
}
