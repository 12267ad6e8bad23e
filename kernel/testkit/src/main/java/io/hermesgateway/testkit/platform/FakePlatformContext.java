package io.hermesgateway.testkit.platform;

import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A kernel for one adapter: keeps what it was offered, recognises repeats, and answers as the test says. Wait for what
 * an adapter does with {@link #await}.
 */
public final class FakePlatformContext implements PlatformContext {
    private final String platformId;
    private final Path home;
    private final InstantSource clock;
    private final Tasks tasks;
    private final Map<String, Object> settings;
    private final Set<Object> seen = new HashSet<>();
    private final Map<String, String> cursors = new ConcurrentHashMap<>();

    public final List<InboundMessage> accepted = new CopyOnWriteArrayList<>();
    public final List<Answer> answers = new CopyOnWriteArrayList<>();
    public final List<PlatformState> states = new CopyOnWriteArrayList<>();
    public final Map<String, SendResult> settled = new ConcurrentHashMap<>();
    public final List<Conversation> opened = new CopyOnWriteArrayList<>();
    /** What the desk says to an answer. */
    public volatile Function<Answer, AnswerResult> desk = answer -> new AnswerResult.Unknown("unknown");
    /** Set to refuse everything, as with a full disk. */
    public volatile @Nullable String trouble;

    private int ids;

    public FakePlatformContext(
            String platformId, Path home, InstantSource clock, Tasks tasks, Map<String, Object> settings) {
        this.platformId = platformId;
        this.home = home;
        this.clock = clock;
        this.tasks = tasks;
        this.settings = Map.copyOf(settings);
    }

    /** Waits until something is true of this context; fails after ten seconds. */
    public synchronized void await(String what, Predicate<FakePlatformContext> condition) {
        long until = System.nanoTime() + 10_000_000_000L;
        while (!condition.test(this)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("did not happen within ten seconds: " + what);
            }
            try {
                wait(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what, interrupted);
            }
        }
    }

    @Override
    public synchronized List<Accepted> acceptAll(
            List<InboundMessage> messages, @Nullable String cursor, @Nullable String value) {
        String refuse = trouble;
        List<Accepted> results = new ArrayList<>();
        for (InboundMessage message : messages) {
            if (refuse != null) {
                results.add(new Accepted.NotNow(refuse));
            } else if (seen.add(message.key())) {
                accepted.add(message);
                results.add(new Accepted.Fresh());
            } else {
                results.add(new Accepted.Known());
            }
        }
        if (refuse == null && cursor != null && value != null) {
            cursors.put(cursor, value);
        }
        notifyAll();
        return results;
    }

    @Override
    public synchronized AnswerResult answer(Answer answer) {
        answers.add(answer);
        notifyAll();
        return desk.apply(answer);
    }

    @Override
    public Optional<String> cursor(String name) {
        return Optional.ofNullable(cursors.get(name));
    }

    @Override
    public boolean saveCursor(String name, String value) {
        if (trouble != null) {
            return false;
        }
        cursors.put(name, value);
        return true;
    }

    @Override
    public synchronized void report(PlatformState state, String detail) {
        states.add(state);
        notifyAll();
    }

    /** The state that was reported last. */
    public Optional<PlatformState> state() {
        return states.isEmpty() ? Optional.empty() : Optional.of(states.get(states.size() - 1));
    }

    @Override
    public synchronized void proofOfLife() {
        notifyAll();
    }

    @Override
    public synchronized void opened(Conversation conversation) {
        opened.add(conversation);
        notifyAll();
    }

    @Override
    public synchronized void settled(String deliveryId, SendResult result) {
        settled.put(deliveryId, result);
        notifyAll();
    }

    @Override
    public int parallelSends() {
        return 4;
    }

    @Override
    public String platformId() {
        return platformId;
    }

    @Override
    public String pluginId() {
        return "platform-" + platformId;
    }

    @Override
    public Settings settings() {
        return new Settings() {
            @Override
            public <T> T get(Setting<T> setting) {
                return find(setting)
                        .orElseThrow(() -> new IllegalArgumentException(setting.key() + " is not set in this test"));
            }

            @Override
            public <T> Optional<T> find(Setting<T> setting) {
                Object raw = settings.get(setting.key());
                return raw == null
                        ? Optional.ofNullable(setting.fallback())
                        : Optional.of(setting.type().read(raw));
            }

            @Override
            public String originOf(Setting<?> setting) {
                return settings.containsKey(setting.key()) ? "test" : "default";
            }
        };
    }

    @Override
    public Path folder() {
        return home.resolve("platforms").resolve(platformId);
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Ids ids() {
        return new Ids() {
            @Override
            public String next() {
                return "id-" + ids++;
            }

            @Override
            public String spoken(int length) {
                return "c" + ids++;
            }
        };
    }

    @Override
    public Registry registry() {
        throw new UnsupportedOperationException("publish routes through a real registry in an end-to-end test");
    }
}
