package io.hermesgateway.core;

import io.hermesgateway.core.control.HealthBoard;
import io.hermesgateway.core.control.HomeFiles;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows to the outside that the gateway lives: the beat file that the launcher passes on to systemd, and the state file.
 * Both are written from the kernel's timer, so that a kernel that hangs is silent.
 */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final Optional<Path> beat;
    private final HomeFiles files;
    private final HealthBoard board;
    private final Supplier<List<Rows.Platform>> platforms;

    Heartbeat(
            Map<String, String> environment,
            HomeFiles files,
            HealthBoard board,
            Supplier<List<Rows.Platform>> platforms) {
        this.beat = Optional.ofNullable(environment.get("HERMES_BEAT")).map(Path::of);
        this.files = files;
        this.board = board;
        this.platforms = platforms;
    }

    void start(Tasks tasks) {
        Runnable turn = board.loop("kernel", BEAT.multipliedBy(10));
        show();
        tasks.every(BEAT, "heartbeat", () -> {
            turn.run();
            show();
        });
    }

    private void show() {
        beat.filter(file -> !Files.exists(file)).ifPresent(Heartbeat::touch);
        files.write(board.status(), platforms.get(), null);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException notNow) {
            LOG.debug("no beat: {}", notNow.toString());
        }
    }

    void end(String how) {
        files.write(board.status(), platforms.get(), how);
        files.removePid();
    }
}
