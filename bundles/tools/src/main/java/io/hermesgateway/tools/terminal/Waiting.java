package io.hermesgateway.tools.terminal;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.tool.ToolRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a command to end, whichever way. Our own child tells when it ends; one that an earlier life of the gateway
 * started is looked at now and then. Either way its output is watched, so that it does not fill the disk.
 */
final class Waiting {
    /** Why the waiting ended. */
    enum End {
        EXITED,
        TIMED_OUT,
        CANCELLED,
        TOO_MUCH_OUTPUT,
        INTERRUPTED
    }

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Tasks tasks;
    private final InstantSource clock;
    private final ProcessTable table;
    private final long mostOutput;

    Waiting(Tasks tasks, InstantSource clock, ProcessTable table, long mostOutput) {
        this.tasks = tasks;
        this.clock = clock;
        this.table = table;
        this.mostOutput = mostOutput;
    }

    End await(Identity identity, @Nullable Process own, CallFolder folder, ToolRun run) {
        CompletableFuture<End> end = new CompletableFuture<>();
        if (own != null) {
            CompletableFuture<?> exit = own.onExit().thenRun(() -> end.complete(End.EXITED));
            exit.exceptionally(never -> null);
        }
        run.onCancel(() -> end.complete(End.CANCELLED));
        look(identity, own, folder, end);
        Registration looks = tasks.every(LOOK, "watch command", () -> look(identity, own, folder, end));
        try {
            return end.get(Math.max(1, identity.deadline() - clock.millis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return End.TIMED_OUT;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return End.INTERRUPTED;
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        } finally {
            looks.close();
        }
    }

    private void look(Identity identity, @Nullable Process own, CallFolder folder, CompletableFuture<End> end) {
        if (folder.outputSize() > mostOutput) {
            end.complete(End.TOO_MUCH_OUTPUT);
        } else if (own == null && !table.alive(identity)) {
            end.complete(End.EXITED);
        }
    }
}
