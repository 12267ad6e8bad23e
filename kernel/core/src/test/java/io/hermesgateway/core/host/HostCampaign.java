package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hermesgateway.testkit.jars.Evil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the host. Not part of a build:
 *
 * <pre>mvn -pl kernel/core -am test -Dtest=HostCampaign -Dcampaign.reps=220 -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class HostCampaign {
    private static final int REPS = Integer.getInteger("campaign.reps", 20);

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void startBesideAFriend() {
        System.clearProperty("zoo.release");
        rig = new Rig(home, Rig.strict());
        Evil.good("friend", "friend").writeTo(rig.drop("friend.jar"));
        rig.start();
    }

    @AfterEach
    void release() {
        System.setProperty("zoo.release", "now");
        rig.close();
    }

    @Test
    void aRenamedJarIsOnlineSoon() {
        Path one = Evil.good("animal", "one").writeTo(home.resolve("one"));
        Path two = Evil.good("animal", "two").writeTo(home.resolve("two"));
        double[] millis = new double[REPS];
        for (int i = 0; i < REPS; i++) {
            millis[i] = replaced(i % 2 == 0 ? one : two, i % 2 == 0 ? "one" : "two");
        }
        double median = show("renamed jar online", millis);
        assertTrue(median <= 300, "median " + median);
    }

    @Test
    void eachEvilIsReplacedByAGoodJarWithinASecond() {
        Path good = Evil.good("animal", "good").writeTo(home.resolve("good"));
        for (Evil evil : Evil.values()) {
            Path jar = evil.as("animal").writeTo(home.resolve("evil"));
            int rounds = Math.max(1, REPS / 20);
            double[] millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                drop(jar);
                rig.awaitRow("animal", row -> List.of("running", "failed", "quarantined")
                        .contains(row.state()));
                if (evil.name().endsWith("_IN_SEND")) {
                    rig.answers("animal", "");
                }
                millis[i] = replaced(good, "good");
                rig.host.remove("animal").join();
                releaseOrphans();
            }
            show(evil.name(), millis);
            assertTrue(Arrays.stream(millis).max().orElse(0) <= 1_000, evil + " " + Arrays.toString(millis));
            assertEquals(0, rig.row("friend").restarts());
        }
    }

    @Test
    void reloadsLeaveNothingBehind() {
        Evil.good("animal", "one").writeTo(rig.drop("animal.jar"));
        rig.awaitMark("animal", "one");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        String before = "";
        for (int i = 0; i < REPS; i++) {
            loaders.add(
                    new WeakReference<>(rig.host.live("animal").orElseThrow().loader()));
            rig.host.act("animal", "restart").join();
            before = i == 10 ? "threads " + Thread.activeCount() + ", fds " + fds() : before;
        }
        Rig.await(
                () -> {
                    System.gc();
                    return living(loaders) <= 1;
                },
                () -> living(loaders) + " loaders");
        say("after %d reloads: former loaders %d; at 10: %s; now: threads %d, fds %d"
                .formatted(REPS, living(loaders), before, Thread.activeCount(), fds()));
    }

    @Test
    void otherPluginsSeeNoFailureWhileOneIsSwapped() throws InterruptedException {
        Path one = Evil.good("animal", "one").writeTo(home.resolve("one"));
        Path two = Evil.good("animal", "two").writeTo(home.resolve("two"));
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Thread traffic = new Thread(() -> {
            while (!end.get()) {
                (rig.answers("friend", "friend") ? sent : failed).incrementAndGet();
            }
        });
        traffic.start();
        for (int i = 0; i < REPS; i++) {
            replaced(i % 2 == 0 ? one : two, i % 2 == 0 ? "one" : "two");
        }
        end.set(true);
        traffic.join();
        say("%d swaps beside %d sends of another plugin, %d failed".formatted(REPS, sent.get(), failed.get()));
        assertEquals(0, failed.get());
    }

    private double replaced(Path jar, String mark) {
        long start = System.nanoTime();
        drop(jar);
        rig.awaitMark("animal", mark);
        return (System.nanoTime() - start) / 1e6;
    }

    private void drop(Path jar) {
        try {
            Path copy = Files.copy(jar, home.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, rig.drop("animal.jar"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What spins would otherwise take the machine from the next round. */
    private static void releaseOrphans() {
        System.setProperty("zoo.release", "now");
        Rig.await(() -> EvilZooTest.animals() == 0, () -> "orphans to end");
        System.clearProperty("zoo.release");
    }

    private static long fds() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long living(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    private static double show(String what, double[] millis) {
        Arrays.sort(millis);
        double median = millis[millis.length / 2];
        say(String.format(
                Locale.ROOT,
                "%-32s n=%d min %.0f median %.0f p95 %.0f max %.0f ms",
                what,
                millis.length,
                millis[0],
                median,
                millis[(int) (millis.length * 0.95)],
                millis[millis.length - 1]));
        return median;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
