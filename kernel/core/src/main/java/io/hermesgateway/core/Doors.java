package io.hermesgateway.core;

import io.hermesgateway.core.control.KernelControl;
import io.hermesgateway.core.feed.Copies;
import io.hermesgateway.core.feed.StoreFeed;
import io.hermesgateway.core.feed.Stores;
import io.hermesgateway.core.host.PluginHost;
import io.hermesgateway.core.outbox.Outbox;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Fits the host and the outbox to the operator's calls. */
final class Doors {
    /** Longer than the deadlines of a start, a stop and a proof together. */
    private static final long PATIENCE_SECONDS = 90;

    private static final Duration CATCHING_UP = Duration.ofSeconds(15);

    private Doors() {}

    static KernelControl.Plugins plugins(PluginHost host) {
        return new KernelControl.Plugins() {
            @Override
            public List<Rows.Plugin> rows() {
                return host.rows();
            }

            @Override
            public Rows.Plugin act(String id, String action) {
                await(host.act(id, action));
                return host.row(id);
            }

            @Override
            public Rows.Plugin install(Path jar) {
                return await(host.install(jar));
            }

            @Override
            public void remove(String id) {
                await(host.remove(id));
            }
        };
    }

    static KernelControl.Outgoing outgoing(Outbox outbox) {
        return new KernelControl.Outgoing() {
            @Override
            public Rows.SendRow send(String target, String text, Duration wait) {
                return outbox.send(outbox.target(target), text, wait);
            }

            @Override
            public boolean retry(String deliveryId) {
                outbox.retry(new Caller("operator", "control"), deliveryId);
                return true;
            }
        };
    }

    /**
     * A copy has what was said before it was asked for: the store gets a moment to catch up. After one was put back, what
     * is said next is new to it, whichever journal it has seen.
     */
    static KernelControl.Copies copies(Copies copies, StoreFeed feed, JournalStore journal, Stores stores) {
        return new KernelControl.Copies() {
            @Override
            public Rows.Backup backup(@Nullable Path target) {
                Position end = journal.end();
                long until = System.nanoTime() + CATCHING_UP.toNanos();
                while (end.isAfter(feed.standing().applied()) && System.nanoTime() < until) {
                    LockSupport.parkNanos(20_000_000);
                }
                return copies.backup(target);
            }

            @Override
            public List<Rows.Backup> rows() {
                return copies.rows();
            }

            @Override
            public Rows.Backup restore(Path backup) {
                Rows.Backup restored = copies.restore(backup);
                journal.goOnAfter(stores.primary().call(CATCHING_UP, Store::applied));
                return restored;
            }
        };
    }

    private static <T> T await(CompletableFuture<T> done) {
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof GatewayException known
                    ? known
                    : new GatewayException(KernelError.PLUGIN_FAILED, String.valueOf(failed.getCause()), failed);
        } catch (TimeoutException late) {
            throw new GatewayException(KernelError.PLUGIN_OVERDUE, "This takes longer than expected.", late);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new GatewayException(KernelError.DRAINING, "The gateway is stopping.", stopping);
        }
    }
}
