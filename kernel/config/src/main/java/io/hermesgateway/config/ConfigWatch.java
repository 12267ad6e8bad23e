package io.hermesgateway.config;

import io.hermesgateway.config.Configuration.Sources;
import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps the running snapshot in step with config.yaml and .env. It compares their texts a few times a second instead of
 * listening to the file system: that misses nothing (no event lost, replaced by rename, behind a link, on a network
 * disk), and the home is a busy folder whose events would be thousands for these two files' one.
 *
 * <p>A text must be read twice the same before it counts, because editors write in pieces. A change that cannot be read
 * or brings an error that was not there before is refused, and so is a file that vanished or was emptied: the running
 * snapshot stays.
 */
public final class ConfigWatch implements Runnable, AutoCloseable {
    private static final long INTERVAL_MS = 250;

    /** Told inline, one call at a time; must not throw. */
    public interface Listener {
        void changed(Change change);

        void refused(Problem problem);
    }

    /** A new snapshot; no section at all when only comments or line numbers changed, or a refused edit was undone. */
    public record Change(Configuration old, Configuration now, Set<String> sections) {}

    private final Path home;
    private final Map<String, String> process;
    private final Supplier<? extends Collection<SettingsSpec>> specs;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Sources accepted;
    private Sources tried;
    private Sources looked;
    private volatile Configuration current;

    /**
     * Reads the files; {@link #run} then watches on a thread of the caller until {@link #close}.
     *
     * @param specs what is declared at the moment
     * @throws FatalConfig when config.yaml cannot be read
     */
    public ConfigWatch(
            Path home,
            Map<String, String> process,
            Supplier<? extends Collection<SettingsSpec>> specs,
            Listener listener) {
        this.home = home;
        this.process = Map.copyOf(process);
        this.specs = specs;
        this.listener = listener;
        this.accepted = Sources.read(home);
        this.tried = accepted;
        this.looked = accepted;
        this.current = new Configuration(accepted, process);
    }

    public Configuration current() {
        return current;
    }

    @Override
    public void run() {
        try {
            while (!closed.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException ended) {
            closed.countDown();
        }
    }

    synchronized void look() {
        Sources now = Sources.read(home);
        if (now.equals(looked) && !now.equals(tried)) {
            take(now);
        }
        looked = now;
    }

    /** Takes the files as they are at once, after an edit of our own; returns the reason when they are refused. */
    public synchronized Optional<Problem> reload() {
        Sources now = Sources.read(home);
        return now.equals(accepted) ? Optional.empty() : take(now);
    }

    private Optional<Problem> take(Sources now) {
        tried = now;
        Collection<SettingsSpec> declared = specs.get();
        Optional<Problem> refusal = now.problems().stream().findFirst();
        try {
            Configuration next = new Configuration(now, process);
            Set<String> known = new HashSet<>();
            current.check(declared).forEach(problem -> known.add(problem.key() + problem.words()));
            refusal = refusal.or(() -> lost(now)).or(() -> next.check(declared).stream()
                    .filter(problem -> problem.isError() && !known.contains(problem.key() + problem.words()))
                    .findFirst());
            if (refusal.isEmpty()) {
                Change change = new Change(current, next, next.changedSince(current, declared));
                accepted = now;
                current = next;
                listener.changed(change);
            }
        } catch (FatalConfig unreadable) {
            refusal = Optional.of(unreadable.problem());
        }
        refusal.ifPresent(listener::refused);
        return refusal;
    }

    /** A file that was taken away or emptied under a running gateway is a mishap, not a wish. */
    private Optional<Problem> lost(Sources now) {
        boolean yaml = now.yaml().isBlank() && !accepted.yaml().isBlank();
        boolean env = now.env().isBlank() && !accepted.env().isBlank();
        Place place = Place.of(yaml ? Configuration.YAML : Configuration.ENV);
        return yaml || env ? Optional.of(Problem.error(place, "", "is gone or empty")) : Optional.empty();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
