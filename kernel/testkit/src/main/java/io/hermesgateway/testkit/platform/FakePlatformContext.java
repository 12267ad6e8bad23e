package io.hermesgateway.testkit.platform;

import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
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
 * A kernel in miniature for tests of a platform: it dedups, keeps cursors, and remembers everything it was told. After
 * {@link #close} it refuses, as the real one does for a stopped plugin.
 */
public final class FakePlatformContext implements PlatformContext, AutoCloseable {
    private final Parts parts;
    private final List<InboundMessage> accepted = new CopyOnWriteArrayList<>();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Conversation> opened = new CopyOnWriteArrayList<>();
    private final Map<String, SendResult> settled = new ConcurrentHashMap<>();
    private final Map<String, String> cursors = new ConcurrentHashMap<>();
    private final Set<MessageKey> seen = new HashSet<>();
    private volatile Function<Answer, AnswerResult> desk =
            answer -> new AnswerResult.Unknown("Nothing is known of it.");
    private volatile PlatformState state = PlatformState.CONNECTING;
    private volatile int proofs;
    private volatile boolean away;
    private volatile boolean closed;

    public FakePlatformContext(Parts parts) {
        this.parts = parts;
    }

    /** What a test decides. */
    public record Parts(
            String platformId,
            Settings settings,
            Path folder,
            InstantSource clock,
            Tasks tasks,
            Ids ids,
            Registry registry) {}

    @Override
    public synchronized List<Accepted> acceptAll(
            List<InboundMessage> messages, @Nullable String cursor, @Nullable String value) {
        List<Accepted> results = new ArrayList<>();
        for (InboundMessage message : messages) {
            if (closed || away) {
                results.add(new Accepted.NotNow(closed ? "stopped" : "the journal is away"));
            } else if (seen.add(message.key())) {
                accepted.add(message);
                results.add(new Accepted.Fresh());
            } else {
                results.add(new Accepted.Known());
            }
        }
        if (cursor != null && value != null && !closed && !away) {
            cursors.put(cursor, value);
        }
        notifyAll();
        return results;
    }

    @Override
    public synchronized AnswerResult answer(Answer answer) {
        if (closed || away) {
            return new AnswerResult.NotNow("Please try again in a moment.");
        }
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
        if (closed || away) {
            return false;
        }
        cursors.put(name, value);
        return true;
    }

    @Override
    public synchronized void report(PlatformState now, String detail) {
        if (!closed) {
            state = now;
            reports.add(now.word() + " " + detail);
            notifyAll();
        }
    }

    @Override
    public synchronized void proofOfLife() {
        proofs++;
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
        return parts.platformId();
    }

    @Override
    public String pluginId() {
        return "platform-" + parts.platformId();
    }

    @Override
    public Settings settings() {
        return parts.settings();
    }

    @Override
    public Path folder() {
        return parts.folder();
    }

    @Override
    public Path home() {
        return parts.folder();
    }

    @Override
    public InstantSource clock() {
        return parts.clock();
    }

    @Override
    public Tasks tasks() {
        return parts.tasks();
    }

    @Override
    public Ids ids() {
        return parts.ids();
    }

    @Override
    public Registry registry() {
        return parts.registry();
    }

    /** Waits until something is true of this context; fails after twenty seconds. */
    public synchronized void await(String what, Predicate<FakePlatformContext> condition) {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.test(this)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("did not happen within twenty seconds: " + what);
            }
            try {
                wait(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, interrupted);
            }
        }
    }

    /** What the desk says to answers from now on. */
    public void desk(Function<Answer, AnswerResult> says) {
        desk = says;
    }

    /** Whether the journal takes nothing. */
    public void away(boolean isAway) {
        away = isAway;
    }

    public List<InboundMessage> accepted() {
        return List.copyOf(accepted);
    }

    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** All reports in order, each as {@code state detail}. */
    public List<String> reports() {
        return List.copyOf(reports);
    }

    public List<Conversation> openedConversations() {
        return List.copyOf(opened);
    }

    public Map<String, SendResult> settledDeliveries() {
        return Map.copyOf(settled);
    }

    public PlatformState state() {
        return state;
    }

    public int proofs() {
        return proofs;
    }

    @Override
    public void close() {
        closed = true;
    }
}
