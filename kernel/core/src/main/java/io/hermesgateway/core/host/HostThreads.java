package io.hermesgateway.core.host;

import io.hermesgateway.spi.plugin.Registration;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one place where the host makes threads.
 *
 * <p>A thread inherits the group, the context loader and (until JDK 23) the access context of whoever makes it. A kernel
 * thread that happens to be made while a plugin calls in would keep that plugin's loader alive for ever, so all three are
 * set here.
 *
 * <p>Not final, so that a test can let a deadline pass without waiting for it.
 */
public class HostThreads implements Timer, AutoCloseable {
    private final ThreadGroup group;
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor clockwork;

    public HostThreads(ThreadGroup group) {
        this.group = group;
        workers = elastic(kernel("kernel"), 30);
        clockwork = new ScheduledThreadPoolExecutor(1, kernel("kernel-timer"));
        clockwork.setRemoveOnCancelPolicy(true);
    }

    /** Kernel threads, as many as there is work. */
    public Executor workers() {
        return workers;
    }

    /** Does something on a thread of the kernel; on this one when the gateway is ending. */
    void work(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException ending) {
            task.run();
        }
    }

    /** Makes daemon threads of the kernel. */
    public ThreadFactory kernel(String name) {
        return factory(group, HostThreads.class.getClassLoader(), name);
    }

    /** One thing after the other, with no thread while there is nothing to do. */
    ExecutorService lane(String name) {
        ThreadPoolExecutor lane =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), kernel(name));
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    /** Threads of one plugin. */
    static ExecutorService pool(ThreadGroup group, ClassLoader loader) {
        return elastic(factory(group, loader, group.getName()), 10);
    }

    private static ExecutorService elastic(ThreadFactory factory, int idleSeconds) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, idleSeconds, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    @SuppressWarnings("removal")
    private static ThreadFactory factory(ThreadGroup group, ClassLoader loader, String name) {
        return task -> AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(group, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        if (clockwork.isShutdown()) {
            return () -> {};
        }
        Future<?> later = clockwork.schedule(() -> workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        workers.shutdownNow();
    }
}
