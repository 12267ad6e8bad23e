package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.PluginState;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one plugin id: which jar it has, whether it is to run, and whether it does. Everything that changes it
 * happens on one lane, one thing after the other; plugins do not wait for each other.
 *
 * <p>A replacement has two phases. The new jar is checked and wired while the old instance works. Then the old one is
 * closed, the new one started, and unless it proves itself within the deadline the old jar comes back.
 */
final class PluginSlot {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSlot.class);

    private final String id;
    private final HostParts parts;
    private final Opening opening;
    private final ExecutorService lane;
    private final List<PluginGroup> former = new CopyOnWriteArrayList<>();
    private volatile View view;
    private volatile @Nullable PluginJar jar;
    private volatile @Nullable LivePlugin live;
    private volatile @Nullable LivePlugin starting;
    private volatile boolean quitting;
    private final AtomicInteger news = new AtomicInteger();
    private volatile String kind = "unknown";
    private final AtomicInteger restarts = new AtomicInteger();
    private int failures;
    private @Nullable Registration retry;

    /** What can be seen from outside. */
    record View(PluginState state, String detail, Instant since) {}

    PluginSlot(String id, HostParts parts) {
        this.id = id;
        this.parts = parts;
        this.opening = new Opening(parts);
        this.lane = parts.threads().lane("plugin-lane " + id);
        this.view = new View(PluginState.STOPPED, "", parts.clock().instant());
    }

    View view() {
        return view;
    }

    @Nullable
    PluginJar jar() {
        return jar;
    }

    @Nullable
    LivePlugin live() {
        return live;
    }

    /** What the last instance offered. */
    String kind() {
        return kind;
    }

    int restarts() {
        return restarts.get();
    }

    /** Groups of instances that ended but left threads behind. */
    List<PluginGroup> leftovers() {
        former.removeIf(group -> group.activeCount() == 0);
        return former;
    }

    /** A jar for this place, new or the same again. */
    CompletableFuture<@Nullable Void> offer(PluginJar next) {
        LivePlugin begun = starting;
        if (begun != null && !begun.jar().digest().equals(next.digest())) {
            begun.supersede();
        }
        int number = news.incrementAndGet();
        return does(() -> take(next, number));
    }

    /** Completes when all that was asked so far is done. */
    CompletableFuture<@Nullable Void> settled() {
        return does(() -> LOG.debug("{} has settled", id));
    }

    CompletableFuture<@Nullable Void> start() {
        return does(() -> {
            parts.wanted().set(id, Wanted.RUNNING);
            if (live == null) {
                afresh();
            }
        });
    }

    CompletableFuture<@Nullable Void> restart() {
        return does(() -> {
            parts.wanted().set(id, Wanted.RUNNING);
            end(PluginState.STOPPING);
            afresh();
        });
    }

    CompletableFuture<@Nullable Void> stop() {
        return quit(() -> parts.wanted().set(id, Wanted.STOPPED));
    }

    /** Its jar is gone; the place stays, for one that may come before the old instance has ended. */
    CompletableFuture<@Nullable Void> vacate() {
        return quit(() -> changeTo(null));
    }

    /** The host ends; what is wanted stays as it is. */
    CompletableFuture<@Nullable Void> leave() {
        return quit(lane::shutdown);
    }

    /** Ends the instance, also one that is just starting. */
    private CompletableFuture<@Nullable Void> quit(Runnable last) {
        quitting = true;
        LivePlugin begun = starting;
        if (begun != null) {
            begun.supersede();
        }
        return does(() -> {
            end(PluginState.STOPPING);
            quitting = false;
            last.run();
            set(PluginState.STOPPED, "");
        });
    }

    CompletableFuture<@Nullable Void> rollback() {
        return does(() -> {
            PluginJar before = jar;
            Path former = parts.shelf().previous(id);
            if (before == null || !Files.exists(former)) {
                throw new GatewayException(KernelError.NOT_FOUND, "No former jar of " + id + " is kept.");
            }
            PluginJar next =
                    parts.gate().admit(former, false).at(before.bundled() ? parts.dropped(id) : before.origin());
            parts.wanted().set(id, Wanted.RUNNING);
            failures = 0;
            Optional<String> trouble = replace(next, null, 0);
            if (trouble.isPresent()) {
                throw new GatewayException(KernelError.PLUGIN_FAILED, trouble.get());
            }
            parts.folder().place(next, next.origin());
        });
    }

    /** A file that was to replace this plugin was refused at the gate. */
    CompletableFuture<@Nullable Void> refused(Path file, GatewayException why) {
        int number = news.incrementAndGet();
        return does(() -> {
            PluginJar good = jar;
            if (good != null && live != null) {
                putBack(file, number, good, why.code().code());
            }
            set(view.state(), "a new jar was refused (" + why.code().code() + "): " + why.getMessage());
        });
    }

    private void take(PluginJar next, int number) {
        PluginJar now = jar;
        boolean stopped = parts.wanted().of(id) != Wanted.RUNNING;
        if (now != null && now.digest().equals(next.digest()) && (live != null || stopped)) {
            changeTo(next);
            return;
        }
        failures = 0;
        if (stopped) {
            changeTo(next);
            set(PluginState.STOPPED, "");
            return;
        }
        var unused = replace(next, next.bundled() ? null : next.origin(), number);
    }

    private void changeTo(@Nullable PluginJar next) {
        PluginJar before = jar;
        jar = next;
        if (before != null && !before.equals(next)) {
            parts.shelf().discard(before);
        }
    }

    /**
     * Puts the jar in this place; says what went wrong, after the former one came back where there was one. The file that
     * brought a jar which does not work is taken out of the folder.
     */
    private Optional<String> replace(PluginJar next, @Nullable Path newcomer, int number) {
        cancelRetry();
        PluginJar before = jar;
        if (live == null || before == null) {
            changeTo(next);
            Optional<String> trouble = launch(next);
            trouble.ifPresent(this::failed);
            return trouble;
        }
        String version = "version " + next.version() + " was not taken: ";
        LivePlugin fresh;
        try {
            fresh = opening.prepare(next);
        } catch (GatewayException e) {
            parts.shelf().discard(next);
            putBack(newcomer, number, before, e.code().code());
            set(view.state(), version + e.getMessage());
            return Optional.of(Opening.words(e));
        }
        end(PluginState.STOPPING);
        jar = next;
        Optional<String> trouble = begin(fresh, true);
        if (trouble.isEmpty()) {
            parts.shelf().keepPrevious(before);
            parts.shelf().discard(before);
        } else if (next.bundled() || quitting) {
            failed(trouble.get());
        } else {
            changeTo(before);
            putBack(newcomer, number, before, "failed");
            launch(before).ifPresentOrElse(this::failed, () -> set(PluginState.RUNNING, version + trouble.get()));
        }
        return trouble;
    }

    /** Unless the file has become something newer meanwhile. */
    private void putBack(@Nullable Path file, int number, PluginJar good, String reason) {
        if (file == null || number != news.get() || !parts.folder().isAsSeen(file)) {
            return;
        }
        parts.folder().remove(file, bad -> parts.shelf().quarantine(bad, reason));
        if (!good.bundled()) {
            parts.folder().place(good, good.origin());
        }
    }

    /** Starts the jar it has, with a clean slate. */
    private void afresh() {
        cancelRetry();
        failures = 0;
        again();
    }

    private void again() {
        PluginJar now = jar;
        if (now == null || live != null || parts.wanted().of(id) != Wanted.RUNNING) {
            return;
        }
        boolean afterTrouble = view.state() == PluginState.FAILED;
        String why = view.detail();
        restarts.incrementAndGet();
        launch(now).ifPresentOrElse(this::failed, () -> {
            if (afterTrouble) {
                set(PluginState.RUNNING, "started again: " + why);
            }
        });
    }

    private Optional<String> launch(PluginJar next) {
        try {
            return begin(opening.prepare(next), false);
        } catch (GatewayException e) {
            return Optional.of(Opening.words(e));
        }
    }

    private Optional<String> begin(LivePlugin fresh, boolean wantProof) {
        set(PluginState.STARTING, "");
        var unused = fresh.doom().whenCompleteAsync((never, why) -> disown(fresh, Opening.words(why)), lane);
        starting = fresh;
        Optional<String> trouble = fresh.create(parts.limits().start());
        if (trouble.isPresent()) {
            starting = null;
            retire(fresh);
            return trouble;
        }
        live = fresh;
        kind = fresh.offers().kind();
        trouble = opening.open(fresh, wantProof);
        starting = null;
        if (trouble.isPresent()) {
            end(PluginState.STOPPING);
        } else {
            set(PluginState.RUNNING, "");
        }
        return trouble;
    }

    private void disown(LivePlugin culprit, String why) {
        if (live != culprit) {
            return;
        }
        if (view.since().plus(parts.limits().steady()).isBefore(parts.clock().instant())) {
            failures = 0;
        }
        culprit.disown();
        end(PluginState.STOPPING);
        failed(why);
    }

    private void failed(String why) {
        failures++;
        if (failures >= parts.limits().quarantineAfter()) {
            set(PluginState.QUARANTINED, why);
            return;
        }
        set(PluginState.FAILED, why);
        Duration pause = parts.limits().pause(failures, parts.random().nextDouble());
        retry = parts.threads().after(pause, () -> lane.execute(this::again));
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.close();
            retry = null;
        }
    }

    private void end(PluginState meanwhile) {
        cancelRetry();
        LivePlugin old = live;
        if (old == null) {
            return;
        }
        set(meanwhile, "");
        live = null;
        if (quitting) {
            old.patience(parts.limits().stop().multipliedBy(7).dividedBy(10));
        }
        try {
            parts.extensions().closing(old);
        } catch (RuntimeException e) {
            LOG.warn("{} could not be closed in order", id, e);
        }
        retire(old);
    }

    /** Only the end of the place itself waits for what the instance still has to finish; a successor does not. */
    private void retire(LivePlugin old) {
        former.add(old.group());
        CompletableFuture<Boolean> finished = old.leave();
        if (quitting || finished.isDone()) {
            finished.join();
            old.end(parts.caches());
        } else {
            var unused = finished.thenRun(() -> parts.threads().work(() -> old.end(parts.caches())));
        }
    }

    private void set(PluginState state, String detail) {
        if (!state.equals(view.state()) || !detail.equals(view.detail())) {
            LOG.info("plugin {} is {} {}", id, state, detail);
            view = new View(state, detail, parts.clock().instant());
            parts.extensions().changed(id);
        }
    }

    private CompletableFuture<@Nullable Void> does(Runnable step) {
        return CompletableFuture.runAsync(step, lane).whenComplete((done, thrown) -> {
            if (thrown != null
                    && !(thrown instanceof CompletionException e && e.getCause() instanceof GatewayException)) {
                LOG.error("plugin {}", id, thrown);
            }
        });
    }
}
