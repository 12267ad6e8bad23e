package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.testkit.ManualClock;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final List<String> blamed = new CopyOnWriteArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final ClassLoader loader = new URLClassLoader(new URL[0]);
    private final PluginGroup group = new PluginGroup("x", (thread, why) -> blamed.add(thread + " " + why));
    private final HostThreads threads = new HostThreads(Objects.requireNonNull(group.getParent()));
    private final ExecutorService pool = HostThreads.pool(group, loader);
    private final GuardedCall.Blame blame = new GuardedCall.Blame() {
        @Override
        public void threw(String what, String why, String trace) {
            blamed.add(what + " threw " + why);
        }

        @Override
        public void overdue(String what) {
            blamed.add(what + " overdue");
        }
    };
    private GuardedCall guarded = new GuardedCall("x", pool, loader, threads, blame);
    private InlineCall inline = new InlineCall("x", loader, clock, blame);

    @BeforeEach
    void fresh() {
        guarded = new GuardedCall("x", pool, loader, threads, blame);
        inline = new InlineCall("x", loader, clock, blame);
    }

    @AfterEach
    void end() {
        pool.shutdownNow();
        group.retire();
        threads.close();
    }

    @Test
    void runsGuardedCallsOnThreadsOfThePlugin() {
        Thread thread = guarded.call("work", LONG, Thread::currentThread).orThrow();
        String name = guarded.call("work", LONG, () -> Thread.currentThread().getName())
                .orThrow();
        assertEquals("plugin-x work", name);
        assertSame(loader, thread.getContextClassLoader());
        assertEquals(
                "plugin-x",
                guarded.call("group", LONG, () -> Objects.requireNonNull(
                                        Thread.currentThread().getThreadGroup())
                                .getName())
                        .orThrow());
        assertEquals(List.of(), blamed);
    }

    @Test
    void keepsTheCodeOfAKnownFailure() {
        Outcome<String> outcome = guarded.call("open", LONG, () -> {
            throw new GatewayException(KernelError.BAD_SETTING, "platforms.x.token is missing");
        });
        GatewayException failure = assertThrows(GatewayException.class, outcome::orThrow);
        assertEquals(KernelError.BAD_SETTING, failure.code());
        assertEquals("platforms.x.token is missing", failure.getMessage());
        assertEquals(List.of("open threw platforms.x.token is missing"), blamed);
    }

    @Test
    void shortensALongReason() {
        Outcome<Boolean> outcome = guarded.run("open", LONG, () -> {
            throw new IllegalStateException("a".repeat(10_000) + "\nsecond line");
        });
        String why = outcome.trouble().orElseThrow();
        assertTrue(why.length() < 320 && why.endsWith("…"), why);
    }

    @Test
    void interruptsAnOverdueCallAndNothingElseOnItsThread() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Outcome<Boolean> outcome = guarded.run("wait", SHORT, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        assertEquals("wait did not return in time", outcome.trouble().orElseThrow());
        Rig.await(interrupted::get, () -> "the interrupt");
        Rig.await(() -> !blamed.isEmpty(), () -> "the blame");
        assertEquals(List.of("wait overdue"), blamed);
        assertFalse(guarded.call("next", LONG, Thread::interrupted).orThrow());
    }

    @Test
    void cutsOffWhatRunsWhenThePluginStops() {
        CountDownLatch begun = new CountDownLatch(1);
        GuardedCall.Running<Boolean> running = guarded.begin("work", null, () -> {
            begun.countDown();
            return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.HOURS);
        });
        Rig.await(() -> begun.getCount() == 0, () -> "the call");
        guarded.close();
        Outcome<Boolean> outcome = running.outcome().join();
        assertTrue(outcome instanceof Outcome.Overdue, outcome.toString());
        assertEquals(List.of(), blamed, "a stop is nobody's fault");
        assertTrue(guarded.run("late", LONG, () -> {}) instanceof Outcome.NotCalled);
    }

    @Test
    void runsInlineCallsOnTheCallersThreadWithThePluginsLoader() {
        ClassLoader mine = Thread.currentThread().getContextClassLoader();
        assertSame(
                Thread.currentThread(),
                inline.call("read", Thread::currentThread).orThrow());
        assertSame(
                loader,
                inline.call("read", () -> Thread.currentThread().getContextClassLoader())
                        .orThrow());
        assertSame(mine, Thread.currentThread().getContextClassLoader());
        assertEquals(
                "StackOverflowError",
                inline.run("event", () -> {
                            throw new StackOverflowError();
                        })
                        .trouble()
                        .orElseThrow());
        assertEquals(List.of("event threw StackOverflowError"), blamed);
        inline.close();
        assertTrue(inline.run("late", () -> {}) instanceof Outcome.NotCalled);
    }

    @Test
    void findsInlineCallsThatDoNotReturn() {
        CountDownLatch begun = new CountDownLatch(1);
        GuardedCall.Running<String> caller = guarded.begin("caller", null, () -> {
            Outcome<Boolean> outcome = inline.run("event", () -> {
                begun.countDown();
                new CountDownLatch(1).await();
            });
            return outcome.trouble().orElseThrow() + " "
                    + Thread.currentThread().isInterrupted();
        });
        Rig.await(() -> begun.getCount() == 0, () -> "the call");
        inline.scan(Duration.ofSeconds(1));
        assertEquals(List.of(), blamed);
        clock.advance(Duration.ofSeconds(2));
        inline.scan(Duration.ofSeconds(1));
        assertEquals("InterruptedException false", caller.outcome().join().orThrow());
        assertTrue(blamed.contains("event overdue"), blamed.toString());
    }

    @Test
    void repeatsATaskAfterItThrewAndEndsItWithTheExtension() {
        PluginTasks tasks = new PluginTasks(guarded, threads);
        AtomicInteger runs = new AtomicInteger();
        Registration again = tasks.every(Duration.ofMillis(1), "poll", () -> {
            if (runs.incrementAndGet() == 2) {
                throw new IllegalStateException("evil");
            }
        });
        Rig.await(() -> runs.get() > 4, () -> "repeats");
        assertEquals(List.of("poll threw IllegalStateException: evil"), blamed);
        again.close();
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        tasks.run("wait", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        Rig.await(() -> begun.getCount() == 0, () -> "the task");
        tasks.close();
        Rig.await(interrupted::get, () -> "the interrupt");
        int before = runs.get();
        tasks.after(Duration.ofMillis(1), "late", runs::incrementAndGet);
        tasks.run("late", runs::incrementAndGet);
        assertEquals(before, runs.get());
    }

    @Test
    void countsWhatThreadsCost() {
        guarded.call("work", LONG, () -> new byte[4 << 20].length).orThrow();
        PluginGroup.Cost cost =
                group.cost((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean());
        assertEquals(1, cost.threads());
        assertTrue(cost.allocatedMb() >= 4, cost.toString());
    }
}
