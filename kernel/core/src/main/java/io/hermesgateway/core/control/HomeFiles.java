package io.hermesgateway.core.control;

import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code gateway.pid} and {@code gateway_state.json}: what other programs read without asking us. The state is written
 * when it changed, never because time passed, so its age says nothing; pid and start time do.
 */
public final class HomeFiles {
    private static final Set<String> CALLS_FOR_A_PERSON = Set.of("needs_login", "failed");
    private static final Logger LOG = LoggerFactory.getLogger(HomeFiles.class);

    private final Path home;
    private final List<String> argv;
    private final InstantSource clock;
    private Map<String, @Nullable Object> written = Map.of();

    public HomeFiles(Path home, List<String> argv, InstantSource clock) {
        this.home = home;
        this.argv = List.copyOf(argv);
        this.clock = clock;
    }

    /** Says who serves this home and where the control socket is. */
    public void writePid(Path socket) {
        Map<String, @Nullable Object> owner = owner();
        owner.put("control", socket.toString());
        replace("gateway.pid", owner);
    }

    /** After a clean end nobody owns the home. */
    public void removePid() {
        try {
            Files.deleteIfExists(home.resolve("gateway.pid"));
        } catch (IOException stays) {
            LOG.warn("gateway.pid could not be removed: {}", stays.getMessage());
        }
    }

    /** Writes the state if it changed; to be called now and then, and at the end with the reason of the exit. */
    public synchronized void write(Rows.Status status, List<Rows.Platform> platforms, @Nullable String exitReason) {
        Map<String, Object> accounts = new LinkedHashMap<>();
        platforms.forEach(row -> {
            boolean attention = CALLS_FOR_A_PERSON.contains(row.state());
            accounts.put(
                    row.id(),
                    Map.of("state", row.state(), "error_message", row.detail(), "needs_attention", attention));
        });
        Map<String, @Nullable Object> state = owner();
        state.put("gateway_state", status.state());
        state.put("exit_reason", exitReason);
        state.put("restart_requested", "restart".equals(exitReason));
        state.put("active_agents", status.queues().getOrDefault("turns", 0L));
        state.put("code_version", status.version());
        state.put("platforms", accounts);
        if (!state.equals(written)) {
            written = new LinkedHashMap<>(state);
            state.put("updated_at", clock.instant().toString());
            replace("gateway_state.json", state);
        }
    }

    private Map<String, @Nullable Object> owner() {
        Map<String, @Nullable Object> owner = new LinkedHashMap<>();
        owner.put("kind", "hermes-gateway");
        owner.put("pid", ProcessHandle.current().pid());
        owner.put("argv", argv);
        owner.put("start_time", startTime());
        owner.put("hermes_home", home.toString());
        return owner;
    }

    /** The 22nd field of {@code /proc/self/stat}, counted behind the name of the program, which may hold anything. */
    private static @Nullable Long startTime() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            return Long.valueOf(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (IOException elsewhere) {
            return null;
        }
    }

    private void replace(String name, Map<String, @Nullable Object> content) {
        Path fresh = home.resolve("." + name + ".new");
        try {
            Files.write(fresh, Json.bytes(content));
            Files.move(fresh, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException full) {
            LOG.warn("{} could not be written: {}", name, full.getMessage());
        }
    }
}
