package io.hermesgateway.testkit;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs what is to be run soon, each on a thread of its own; what is to be run later never comes. */
public final class PoolTasks implements Tasks {
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** The names of what was run, in order. */
    public List<String> ran() {
        return List.copyOf(names);
    }

    @Override
    public Registration run(String name, Runnable task) {
        names.add(name);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return () -> {};
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        return () -> {};
    }
}
