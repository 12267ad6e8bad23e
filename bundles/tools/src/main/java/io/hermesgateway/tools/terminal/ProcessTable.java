package io.hermesgateway.tools.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of this machine, as far as one command is concerned. Where {@code /proc} exists, everything that a
 * command started is found by its session, its process group or the mark in its environment, also what was given a new
 * parent; elsewhere by descent.
 */
final class ProcessTable {
    /** The variable that carries the mark. */
    static final String MARK = "AGENT_CALL";

    private static final String NO_BOOT = "-";
    private static final int ROUNDS = 60;
    private static final long PAUSE_MILLIS = 25;

    private final Path proc;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** One line of {@code /proc/PID/stat}, as far as it is needed. */
    private record Row(char state, long group, long session, long start) {}

    /** The start time of this process, 0 when it cannot be told. */
    long startOf(long pid) {
        if (Files.isDirectory(proc)) {
            return row(pid).map(Row::start).orElse(0L);
        }
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }

    /** What this process is known by; the process must be alive. */
    Identity identify(long pid, String mark, long deadline) {
        return new Identity(pid, startOf(pid), boot(), mark, deadline);
    }

    private String boot() {
        try {
            return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException unknown) {
            return NO_BOOT;
        }
    }

    /** Whether the machine surely has not gone down since. */
    boolean sameBoot(Identity process) {
        return !process.boot().equals(NO_BOOT) && process.boot().equals(boot());
    }

    /** Whether some process with this id runs. */
    boolean runs(long pid) {
        return Files.isDirectory(proc)
                ? row(pid).filter(row -> row.state() != 'Z').isPresent()
                : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Whether exactly this process still runs; one that has ended and was not waited for does not. */
    boolean alive(Identity process) {
        if (!Files.isDirectory(proc)) {
            return ProcessHandle.of(process.pid())
                            .filter(ProcessHandle::isAlive)
                            .isPresent()
                    && startOf(process.pid()) == process.start();
        }
        return process.boot().equals(boot())
                && row(process.pid())
                        .filter(row -> row.start() == process.start() && row.state() != 'Z')
                        .isPresent();
    }

    /**
     * Everything alive that the command started, and the wrapper itself. The ids of its session and group count only
     * when the wrapper was seen alive just now: later they may belong to somebody else, and only the mark counts.
     */
    private List<ProcessHandle> family(Identity process, boolean seen) {
        if (!Files.isDirectory(proc)) {
            return alive(process) ? descent(process.pid()) : List.of();
        }
        if (!process.boot().equals(boot())) {
            return List.of();
        }
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(proc)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                long pid = number(entry);
                if (pid > 0 && belongs(pid, process, seen)) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException unreadable) {
            return alive(process) ? descent(process.pid()) : List.of();
        }
        return found;
    }

    private static List<ProcessHandle> descent(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .toList();
    }

    private boolean belongs(long pid, Identity process, boolean seen) {
        Row row = row(pid).orElse(null);
        if (row == null || row.state() == 'Z' || row.start() < process.start()) {
            return false;
        }
        boolean related = seen && (row.session() == process.pid() || row.group() == process.pid());
        return related || environmentHolds(pid, MARK + "=" + process.mark());
    }

    private boolean environmentHolds(long pid, String entry) {
        try {
            String all = Files.readString(proc.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + all + "\0").contains("\0" + entry + "\0");
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static long number(Path entry) {
        String name = String.valueOf(entry.getFileName());
        boolean digits = !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(name) : -1;
    }

    private Optional<Row> row(long pid) {
        try {
            String line = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new Row(
                    fields[0].charAt(0),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[19])));
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /**
     * Ends everything the command started: politely first, then by force, again and again until nothing is left, because
     * a dying process may start another. Returns how many were left when it began.
     */
    int end(Identity process, boolean seenAlive, long graceMillis) {
        boolean seen = seenAlive || alive(process);
        List<ProcessHandle> left = family(process, seen);
        int first = left.size();
        left.forEach(ProcessHandle::destroy);
        for (long waited = 0; waited < graceMillis && !left.isEmpty(); waited += PAUSE_MILLIS) {
            Pause.of(PAUSE_MILLIS);
            left = family(process, seen);
        }
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(ProcessHandle::destroyForcibly);
            Pause.of(PAUSE_MILLIS);
            left = family(process, seen);
        }
        return first;
    }
}
