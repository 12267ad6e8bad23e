package io.hermesgateway.config;

import io.hermesgateway.config.Configuration.Sources;
import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    private final Function<Configuration, Optional<String>> guard;
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
     * @param guard why a configuration must not run although each of its values fits; it is about where we listen
     * @throws FatalConfig when config.yaml cannot be read
     */
    public ConfigWatch(
            Path home,
            Map<String, String> process,
            Supplier<? extends Collection<SettingsSpec>> specs,
            Function<Configuration, Optional<String>> guard,
            Listener listener) {
        this.home = home;
        this.process = Map.copyOf(process);
        this.specs = specs;
        this.guard = guard;
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

    /** Sets one key of config.yaml, comments kept, unless the result would be refused: then the file stays. */
    public synchronized Optional<Problem> set(String key, Object value) {
        ConfigFile file = new ConfigFile(home.resolve(Configuration.YAML));
        Sources wanted = new Sources(file.edited(key, value), accepted.env(), List.of());
        Optional<Problem> refusal = refusal(wanted);
        if (refusal.isEmpty()) {
            file.set(key, value);
            refusal = reload();
        }
        return refusal;
    }

    private Optional<Problem> take(Sources now) {
        tried = now;
        Optional<Problem> refusal = refusal(now);
        if (refusal.isPresent()) {
            listener.refused(refusal.get());
            return refusal;
        }
        Configuration next = new Configuration(now, process);
        Change change = new Change(current, next, next.changedSince(current, specs.get()));
        accepted = now;
        current = next;
        listener.changed(change);
        return refusal;
    }

    private Optional<Problem> refusal(Sources now) {
        try {
            Set<String> known = new HashSet<>();
            current.check(specs.get()).forEach(problem -> known.add(problem.key() + problem.words()));
            Configuration next = new Configuration(now, process);
            Stream<Problem> problems = next.check(specs.get()).stream();
            return now.problems().stream()
                    .findFirst()
                    .or(() -> lost(now))
                    .or(() -> problems.filter(Problem::isError)
                            .filter(problem -> !known.contains(problem.key() + problem.words()))
                            .findFirst())
                    .or(() -> guarded(next));
        } catch (FatalConfig unreadable) {
            return Optional.of(unreadable.problem());
        }
    }

    private Optional<Problem> guarded(Configuration next) {
        String key = KernelSettings.HOST.key();
        return guard.apply(next).map(why -> Problem.error(next.place(key), key, why));
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
