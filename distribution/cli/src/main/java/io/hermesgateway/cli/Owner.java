package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who serves a home, as {@code gateway.pid} says. A process id alone proves nothing, because ids are used again; with the
 * start time it does.
 */
record Owner(long pid, long startTime, Path control) {

    /** The recorded owner when it is alive and the same process; empty when nobody serves. */
    static Optional<Owner> of(Path home) {
        return recorded(home).filter(owner -> owner.startTime() == 0 || owner.startTime() == startTime(owner.pid()));
    }

    private static Optional<Owner> recorded(Path home) {
        try {
            Row row = Row.of(Json.read(Files.readString(home.resolve("gateway.pid"))));
            String control = row.text("control");
            Path socket = control.isEmpty() ? home.resolve("control.sock") : Path.of(control);
            boolean alive = ProcessHandle.of(row.number("pid")).isPresent();
            return alive
                    ? Optional.of(new Owner(row.number("pid"), row.number("start_time"), socket))
                    : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static long startTime(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
        } catch (IOException gone) {
            return -1;
        }
    }

    /** Whether this very process still lives. */
    boolean lives() {
        return startTime == 0 ? ProcessHandle.of(pid).isPresent() : startTime(pid) == startTime;
    }
}
