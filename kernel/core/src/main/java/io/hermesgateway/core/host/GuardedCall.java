package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.ErrorCode;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into one instance of a plugin on the plugin's own threads, with a deadline. Whatever the plugin does, the caller
 * gets an {@link Outcome} in time. An overdue call is interrupted and reported; its thread is written off.
 *
 * <p>Text of a foreign Throwable is made on the plugin's thread too: its {@code getMessage} is foreign code.
 */
public final class GuardedCall {
    private static final int LONGEST_REASON = 300;

    private final String plugin;
    private final Executor pool;
    private final ClassLoader loader;
    private final HostThreads threads;
    private final Blame blame;
    private final Set<Running<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GuardedCall(String plugin, Executor pool, ClassLoader loader, HostThreads threads, Blame blame) {
        this.plugin = plugin;
        this.pool = pool;
        this.loader = loader;
        this.threads = threads;
        this.blame = blame;
    }

    /** Hears about misbehaviour; called on any thread. */
    interface Blame {
        void threw(String what, String why, String trace);

        void overdue(String what);
    }

    /** Work without a result. */
    public interface Action {
        void run() throws Exception;
    }

    /** Calls and waits for the outcome. */
    public <T> Outcome<T> call(String what, Duration deadline, Callable<T> work) {
        return begin(what, deadline, work).outcome().join();
    }

    /** The same for work without a result. */
    public Outcome<Boolean> run(String what, Duration deadline, Action work) {
        return call(what, deadline, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /** Begins a call; without a deadline it may take as long as it likes, or until it is interrupted. */
    public <T> Running<T> begin(String what, @Nullable Duration deadline, Callable<T> work) {
        Running<T> call = new Running<>(what);
        running.add(call);
        if (closed) {
            call.settle(new Outcome.NotCalled<>(plugin + " is stopped"));
            return call;
        }
        call.deadline = deadline == null ? null : threads.after(deadline, call::overdue);
        try {
            pool.execute(() -> call.work(work));
        } catch (RejectedExecutionException stoppedMeanwhile) {
            call.settle(new Outcome.NotCalled<>(plugin + " is stopped"));
        }
        if (closed) {
            call.cutOff();
        }
        return call;
    }

    /** No more calls; those under way are interrupted and count as overdue. */
    void close() {
        closed = true;
        running.forEach(Running::cutOff);
    }

    /** A call under way. */
    public final class Running<T> {
        private final String what;
        private final Seat seat = new Seat();
        private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
        private volatile @Nullable Registration deadline;

        private Running(String what) {
            this.what = what;
        }

        /** Completed on a thread of the kernel, never exceptionally. */
        public CompletableFuture<Outcome<T>> outcome() {
            return outcome;
        }

        /** Interrupts the call; its outcome is still to come. */
        public void interrupt() {
            seat.interrupt();
        }

        private void work(Callable<T> work) {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(loader);
            thread.setName("plugin-" + plugin + " " + what);
            seat.sit();
            Outcome<T> result;
            try {
                T value = work.call();
                result = value == null ? nothing(what) : new Outcome.Done<>(value);
            } catch (Throwable thrown) {
                result = threw(thrown);
            }
            seat.leave();
            thread.setName("plugin-" + plugin);
            if (result instanceof Outcome.Threw<T> threw && !closed) {
                blame.threw(what, threw.why(), threw.trace());
            }
            settle(result);
        }

        private void overdue() {
            if (settle(new Outcome.Overdue<>(what + " did not return in time"))) {
                seat.interrupt();
                blame.overdue(what);
            }
        }

        private void cutOff() {
            settle(new Outcome.Overdue<>(plugin + " was stopped during " + what));
            seat.interrupt();
        }

        /** The first outcome counts. */
        private boolean settle(Outcome<T> result) {
            if (!running.remove(this)) {
                return false;
            }
            Registration alarm = deadline;
            if (alarm != null) {
                alarm.close();
            }
            threads.work(() -> outcome.complete(result));
            return true;
        }
    }

    static <T> Outcome<T> nothing(String what) {
        return new Outcome.Threw<>(KernelError.PLUGIN_FAILED, what + " returned null", "");
    }

    static <T> Outcome.Threw<T> threw(Throwable thrown) {
        try {
            ErrorCode code = thrown instanceof GatewayException known ? known.code() : KernelError.PLUGIN_FAILED;
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            return new Outcome.Threw<>(code, describe(thrown), trace.toString());
        } catch (Throwable evil) {
            return new Outcome.Threw<>(
                    KernelError.PLUGIN_FAILED, thrown.getClass().getSimpleName(), "");
        }
    }

    private static String describe(Throwable outer) {
        Throwable cause = outer instanceof ServiceConfigurationError ? outer.getCause() : null;
        Throwable thrown = cause == null ? outer : cause;
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return thrown.getClass().getSimpleName();
        }
        String line = message.lines().findFirst().orElse("");
        String text =
                thrown instanceof GatewayException ? message : thrown.getClass().getSimpleName() + ": " + line;
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
    }
}
