package io.hermesgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the whole-process benchmarks ask of the machine; Linux only. */
final class Machine {
    private static final long GLANCE_NANOS = 2_000_000;

    private Machine() {}

    /** Says how a benchmark is called, and ends it, when somebody calls it with too little. */
    static void need(String[] args, int least, String usage) {
        if (args.length < least) {
            System.err.println("Usage: " + usage);
            System.exit(2);
        }
    }

    /** Something that a benchmark waits for; while it throws it does not hold. */
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(String what, Duration patience, Condition condition) {
        long until = System.nanoTime() + patience.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(what + " did not come in " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (IOException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** User and system time of a process and of those of its children that have ended; Linux counts hundredths. */
    static double cpuMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i <= 14; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * 10.0;
    }

    /** Megabytes in memory; nothing for a process that has ended. */
    static double rss(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The entries of a folder of a process: {@code fd}, {@code task}. */
    static long count(long pid, String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            return entries.count();
        }
    }
}
