package io.hermesgateway.tools.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the tools share: how commands are started, waited for, found again and ended on this machine. */
final class Machine {
    private static final long GRACE_MILLIS = 3_000;
    private static final long MOST_OUTPUT = 1L << 30;

    private final PluginContext context;
    private final ObjectMapper json;
    private final Path home;
    private final ProcessTable table;
    private final Launcher launcher;
    private final Waiting waiting;

    /** @param more names of variables that commands may see as well, asked for at each start */
    Machine(PluginContext context, ObjectMapper json, Path home, List<String> passed, Supplier<Set<String>> more) {
        this(context, json, home, new Surroundings(passed, more), MOST_OUTPUT);
    }

    Machine(PluginContext context, ObjectMapper json, Path home, Surroundings surroundings, long mostOutput) {
        this.context = context;
        this.json = json;
        this.home = home;
        this.table = new ProcessTable(Path.of("/proc"));
        this.launcher = new Launcher(surroundings, table);
        this.waiting = new Waiting(context.tasks(), context.clock(), table, mostOutput);
    }

    Path home() {
        return home;
    }

    Launcher launcher() {
        return launcher;
    }

    Waiting waiting() {
        return waiting;
    }

    Background background(String sessionId) {
        return new Background(context.folder().resolve("background"), sessionId, json);
    }

    boolean alive(Identity process) {
        return table.alive(process);
    }

    /** Whether a command of a former life began. */
    enum Beginning {
        BEGAN,
        NEVER,
        /** The machine went down too, or its folder was taken away: the missing trace proves nothing. */
        UNTOLD
    }

    /**
     * The wrapper is looked at until it has let the command begin or is gone. One that does neither is ended, so that a
     * second one may be started.
     */
    Beginning beginning(Identity process, CallFolder folder) {
        for (int look = 0; look < 100 && alive(process) && !folder.began(); look++) {
            Pause.of(25);
        }
        if (alive(process) && !folder.began()) {
            end(process, true);
        }
        if (folder.began()) {
            return Beginning.BEGAN;
        }
        return table.sameBoot(process) && folder.prepared() ? Beginning.NEVER : Beginning.UNTOLD;
    }

    /** Ends everything that the command started, without keeping whoever says stop. */
    void endSoon(Identity process) {
        context.tasks().run("end background process", () -> end(process, false));
    }

    /** Ends everything that the command started; how many processes that were. */
    int end(Identity process, boolean seenAlive) {
        return table.end(process, seenAlive, GRACE_MILLIS);
    }
}
