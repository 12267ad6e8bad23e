package io.hermesgateway.core.time;

import io.hermesgateway.core.host.HostThreads;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel's own timers, on the kernel's threads. A task that throws is logged; a repeated one goes on. */
public final class KernelTasks implements Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(KernelTasks.class);

    private final HostThreads threads;

    public KernelTasks(HostThreads threads) {
        this.threads = threads;
    }

    @Override
    public Registration run(String name, Runnable task) {
        threads.workers().execute(() -> quietly(name, task));
        return () -> {};
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return threads.after(delay, () -> quietly(name, task));
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        AtomicBoolean over = new AtomicBoolean();
        again(pause, name, task, over);
        return () -> over.set(true);
    }

    private void again(Duration pause, String name, Runnable task, AtomicBoolean over) {
        threads.after(pause, () -> {
            if (!over.get()) {
                quietly(name, task);
                again(pause, name, task, over);
            }
        });
    }

    private static void quietly(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("The task {} failed", name, bug);
        }
    }
}
