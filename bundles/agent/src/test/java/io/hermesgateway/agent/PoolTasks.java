package io.hermesgateway.agent;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;

/** Runs what is to be run soon, each on a thread of its own. */
public class PoolTasks implements Tasks {
    @Override
    public Registration run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        throw new UnsupportedOperationException();
    }
}
