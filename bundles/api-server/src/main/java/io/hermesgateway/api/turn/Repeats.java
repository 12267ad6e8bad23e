package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.wire.Call;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The same request twice, told by its {@code Idempotency-Key}: the agent works once, and both get what came of it. In
 * memory, for some minutes. An answer that was none is not kept: whoever tries again wants another one.
 */
public final class Repeats {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(CompletableFuture<TurnResult> result, Instant at) {}

    /** Work that tells its result later. */
    public interface Work {
        void start(Consumer<TurnResult> told);
    }

    Repeats(InstantSource clock) {
        this.clock = clock;
    }

    /** What makes two requests the same; null when the client does not say. */
    public static @Nullable String key(Call call, JsonNode body, List<String> fields) {
        String given = call.exchange().header("Idempotency-Key");
        if (given == null || given.isBlank()) {
            return null;
        }
        StringBuilder all = new StringBuilder();
        for (String part : List.of(call.key(), call.exchange().path(), given.strip())) {
            all.append(part).append('\n');
        }
        for (String field : fields) {
            all.append(field).append('=').append(body.path(field)).append('\n');
        }
        return digest(all.toString());
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * Does the work, or waits for the one who is doing it.
     *
     * @param told gets the result, or what went wrong when the work could not begin
     */
    public void once(@Nullable String key, Work work, Told told) {
        if (key == null) {
            work.start(result -> told.of(result, null));
            return;
        }
        CompletableFuture<TurnResult> mine = new CompletableFuture<>();
        CompletableFuture<TurnResult> other = known(key, mine);
        if (other != null) {
            var unused = other.whenComplete(told::of);
            return;
        }
        try {
            work.start(result -> {
                if (!result.completed() && !result.partial()) {
                    forget(key, mine);
                }
                mine.complete(result);
                told.of(result, null);
            });
        } catch (RuntimeException refused) {
            forget(key, mine);
            mine.completeExceptionally(refused);
            throw refused;
        }
    }

    /** Gets one of the two. */
    public interface Told {
        void of(@Nullable TurnResult result, @Nullable Throwable refused);
    }

    private synchronized @Nullable CompletableFuture<TurnResult> known(String key, CompletableFuture<TurnResult> mine) {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> entry.result().isDone() && entry.at().isBefore(now.minus(KEPT)));
        Entry there = entries.get(key);
        if (there != null) {
            return there.result();
        }
        entries.put(key, new Entry(mine, now));
        for (var eldest = entries.entrySet().iterator(); entries.size() > MOST && eldest.hasNext(); ) {
            Map.Entry<String, Entry> entry = eldest.next();
            if (entry.getValue().result().isDone()) {
                eldest.remove();
            }
        }
        return null;
    }

    private synchronized void forget(String key, CompletableFuture<TurnResult> mine) {
        Entry entry = entries.get(key);
        if (entry != null && entry.result() == mine) {
            entries.remove(key);
        }
    }
}
