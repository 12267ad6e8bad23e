package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps sends back so that a test can see several under way at once. */
final class HeldTasks implements Tasks {
    final List<Runnable> sends = new ArrayList<>();
    boolean holding;
    private final Tasks tasks;

    HeldTasks(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public Registration run(String name, Runnable task) {
        if (holding && name.startsWith("send to")) {
            sends.add(task);
            return () -> sends.remove(task);
        }
        return tasks.run(name, task);
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return tasks.after(delay, name, task);
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        return tasks.every(pause, name, task);
    }
}
