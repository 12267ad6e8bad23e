package io.hermesgateway.weixin;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The kernel's threads and timers in their simplest form. Pauses are a hundredth of what they say, if a test wants. */
final class TestTasks implements Tasks, AutoCloseable {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);
    private final int faster;

    TestTasks(int faster) {
        this.faster = faster;
    }

    @Override
    public Registration run(String name, Runnable task) {
        return closing(threads.schedule(task, 0, TimeUnit.MILLISECONDS));
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return closing(threads.schedule(task, delay.toMillis() / faster, TimeUnit.MILLISECONDS));
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        long millis = Math.max(1, pause.toMillis() / faster);
        return closing(threads.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS));
    }

    private static Registration closing(ScheduledFuture<?> future) {
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Ids that never repeat. */
    static final class CountingIds implements Ids {
        private final AtomicLong last = new AtomicLong();

        @Override
        public String next() {
            long n = last.incrementAndGet();
            return String.format("%08x%024x", (n * 2_654_435_761L) & 0xFFFFFFFFL, n);
        }

        @Override
        public String spoken(int length) {
            return "a".repeat(length);
        }
    }
}
