package io.hermesgateway.qqbot.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one bot. QQ hands out the same token until its last minute, so a real renewal is possible only
 * then; the old one is good until its end, and is used while the next one is on its way. Whoever needs a token while one
 * is being fetched waits for that one.
 */
public final class Tokens {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    private static final int EARLIEST = 45;
    private static final int LATEST = 15;
    /** "Too many requests" and the like: not about these credentials. */
    private static final Set<Integer> PASSING = Set.of(100001, 11242, 11252, 11263, 11281);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Http http;
    private final URI address;
    private final String appId;
    private final Secret secret;
    private final InstantSource clock;
    private final Tasks tasks;
    private final RandomGenerator random;

    private @Nullable Held held;
    private @Nullable CompletableFuture<Credential> fetching;
    private Instant fetchedAt = Instant.EPOCH;
    private Credential last = new Credential.Away("not asked yet");

    /** What a bot logs in with. */
    public record Login(URI address, String appId, Secret secret) {}

    private record Held(String token, Instant renewAt, Instant endsAt) {}

    public Tokens(Http http, Login login, InstantSource clock, Tasks tasks, RandomGenerator random) {
        this.http = http;
        this.address = login.address();
        this.appId = login.appId();
        this.secret = login.secret();
        this.clock = clock;
        this.tasks = tasks;
        this.random = random;
    }

    /** A token, waiting for it where there is none. */
    public Credential get() {
        CompletableFuture<Credential> awaited;
        boolean fetch;
        Held usable;
        synchronized (this) {
            Instant now = clock.instant();
            usable = held != null && now.isBefore(held.endsAt()) ? held : null;
            boolean fresh = usable != null && now.isBefore(usable.renewAt());
            fetch = !fresh && fetching == null && !now.isBefore(fetchedAt.plus(LEAST_PAUSE));
            if (fetch) {
                fetching = new CompletableFuture<>();
                fetchedAt = now;
            }
            awaited = fetching == null ? CompletableFuture.completedFuture(last) : fetching;
        }
        if (usable != null) {
            if (fetch) {
                tasks.run("qqbot token", () -> fetch(awaited));
            }
            return new Credential.Granted(usable.token());
        }
        return fetch ? fetch(awaited) : awaited.join();
    }

    /** The far side refuses this token; the next call fetches another. */
    public synchronized void invalidate(String token) {
        Held now = held;
        if (now != null && now.token().equals(token)) {
            held = null;
            last = new Credential.Away("the token was refused");
        }
    }

    /** Whatever token is in use is of no use any more. */
    public synchronized void invalidate() {
        Held now = held;
        if (now != null) {
            invalidate(now.token());
        }
    }

    private Credential fetch(CompletableFuture<Credential> mine) {
        Credential result = new Credential.Away("the token could not be fetched");
        try {
            result = ask();
        } finally {
            synchronized (this) {
                fetching = null;
                last = result;
            }
            mine.complete(result);
        }
        return result;
    }

    private Credential ask() {
        ObjectNode login = JSON.createObjectNode().put("appId", appId).put("clientSecret", secret.reveal());
        Reply reply = http.call(
                "POST",
                address,
                Map.of("Content-Type", "application/json"),
                login.toString().getBytes(StandardCharsets.UTF_8),
                PATIENCE);
        // The number of seconds comes as a text, as a rule.
        String token = reply.body().path("access_token").asText("");
        if (!token.isBlank()) {
            keep(token, reply.body().path("expires_in").asLong(7200));
            return new Credential.Granted(token);
        }
        boolean judged = reply.answered() && reply.code() != 0 && reply.status() < 500 && reply.status() != 429;
        if (!judged || PASSING.contains(reply.code())) {
            return new Credential.Away("no token: " + reply.words());
        }
        return new Credential.Denied("app id or secret was refused: " + reply.words());
    }

    private synchronized void keep(String token, long seconds) {
        Instant now = clock.instant();
        long before = LATEST + random.nextLong(EARLIEST - LATEST + 1L);
        long renewIn = seconds > 2 * EARLIEST ? seconds - before : seconds / 2;
        held = new Held(token, now.plusSeconds(renewIn), now.plusSeconds(seconds));
    }

    /** How the last attempt went, for the doctor. */
    public synchronized Credential last() {
        return last;
    }

    /** When the token ends that is in use; empty where there is none. */
    public synchronized @Nullable Instant endsAt() {
        Held now = held;
        return now == null ? null : now.endsAt();
    }
}
