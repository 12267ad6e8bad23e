package io.hermesgateway.core.platform;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A running plugin as its accounts see it. */
interface Hosted {
    String id();

    boolean alive();

    Registry registry();

    Scope tasks();

    /** A guarded call. */
    <T> Outcome<T> call(String what, Duration deadline, Callable<T> work);

    /** An inline call. */
    void quick(String what, Runnable work);

    /** Threads and timers of one account. */
    record Scope(Tasks tasks, Runnable close) {}

    static Hosted of(LivePlugin plugin) {
        return new Hosted() {
            @Override
            public String id() {
                return plugin.id();
            }

            @Override
            public boolean alive() {
                return plugin.alive();
            }

            @Override
            public Registry registry() {
                return plugin.registry();
            }

            @Override
            public Scope tasks() {
                PluginTasks tasks = plugin.tasks();
                return new Scope(tasks, tasks::close);
            }

            @Override
            public <T> Outcome<T> call(String what, Duration deadline, Callable<T> work) {
                return plugin.guarded().call(what, deadline, work);
            }

            @Override
            public void quick(String what, Runnable work) {
                var unused = plugin.inline().run(what, work::run);
            }
        };
    }
}
