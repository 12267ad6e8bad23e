package io.hermesgateway.core.host;

import io.hermesgateway.spi.plugin.Registration;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Threads whose longest deadline passes when a test says so. It says so when the plugin is where it hangs: then a slow
 * machine makes no good plugin overdue, and a hanging one costs no time.
 */
final class Hourglass extends HostThreads {
    private final Duration deadline;
    private final Set<Runnable> running = ConcurrentHashMap.newKeySet();

    Hourglass(Duration deadline) {
        super(Objects.requireNonNull(Thread.currentThread().getThreadGroup()));
        this.deadline = deadline;
    }

    @Override
    public Registration after(Duration delay, Runnable task) {
        Registration timer = super.after(delay, task);
        if (!delay.equals(deadline)) {
            return timer;
        }
        running.add(task);
        return () -> {
            running.remove(task);
            timer.close();
        };
    }

    /** Waits until so many threads of the plugin are in a method of its main class or a part of that, and ends their time. */
    void passWhenIn(String method, int threads, String plugin) {
        Rig.await(() -> in(method, plugin) == threads, () -> threads + " threads in " + method);
        running.forEach(Runnable::run);
    }

    private static long in(String method, String plugin) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> {
                    ThreadGroup group = entry.getKey().getThreadGroup();
                    return group != null && group.getName().equals("plugin-" + plugin);
                })
                .filter(entry -> Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("zoo.Animal")
                                && frame.getMethodName().equals(method)))
                .count();
    }
}
