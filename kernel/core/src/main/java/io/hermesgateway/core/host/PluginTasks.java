package io.hermesgateway.core.host;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The threads and timers of one extension. Each run is a guarded call without a deadline. */
public final class PluginTasks implements Tasks, AutoCloseable {
    private final GuardedCall guarded;
    private final Timer timer;
    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    PluginTasks(GuardedCall guarded, Timer timer) {
        this.guarded = guarded;
        this.timer = timer;
    }

    @Override
    public Registration run(String name, Runnable task) {
        return new Task(name, task, null).next(Duration.ZERO);
    }

    @Override
    public Registration after(Duration delay, String name, Runnable task) {
        return new Task(name, task, null).next(delay);
    }

    @Override
    public Registration every(Duration pause, String name, Runnable task) {
        return new Task(name, task, pause).next(pause);
    }

    /** Cancels everything, also what runs. */
    @Override
    public void close() {
        closed = true;
        tasks.forEach(Task::close);
    }

    private final class Task implements Registration {
        private final String name;
        private final Runnable work;
        private final @Nullable Duration pause;
        private @Nullable Registration waiting;
        private GuardedCall.@Nullable Running<Boolean> running;
        private boolean over;

        Task(String name, Runnable work, @Nullable Duration pause) {
            this.name = name;
            this.work = work;
            this.pause = pause;
            tasks.add(this);
        }

        synchronized Task next(Duration delay) {
            if (closed || over) {
                close();
            } else if (delay.isZero()) {
                begin();
            } else {
                waiting = timer.after(delay, this::begin);
            }
            return this;
        }

        private synchronized void begin() {
            if (over) {
                return;
            }
            running = guarded.begin(name, null, () -> {
                work.run();
                return Boolean.TRUE;
            });
            var unused = running.outcome().thenRun(this::ran);
        }

        private synchronized void ran() {
            if (pause == null) {
                tasks.remove(this);
            } else {
                next(pause);
            }
        }

        @Override
        public synchronized void close() {
            over = true;
            tasks.remove(this);
            if (waiting != null) {
                waiting.close();
            }
            if (running != null) {
                running.interrupt();
            }
        }
    }
}
