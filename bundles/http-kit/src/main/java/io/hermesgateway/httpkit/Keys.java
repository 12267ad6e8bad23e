package io.hermesgateway.httpkit;

import io.hermesgateway.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that open a door. They are kept as digests, and each comparison looks at every key and every byte, so that the
 * time it takes says nothing about any of them.
 */
public final class Keys {
    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 16;
    private static final int LONGEST = 4_096;
    private static final Set<String> PLACEHOLDERS = Set.of(
            "*",
            "**",
            "***",
            "changeme",
            "your_api_key",
            "your_api_key_here",
            "your-api-key",
            "placeholder",
            "example",
            "dummy",
            "null",
            "none");

    private final List<Key> keys;
    private final List<byte[]> digests;

    /**
     * One key.
     *
     * @param name for logs and limits
     * @param scopes what it may be used for; empty means everything
     * @param perMinute how many requests it may make in a minute; zero means any number
     */
    public record Key(String name, Secret secret, Set<String> scopes, int perMinute) {
        public Key {
            scopes = Set.copyOf(scopes);
        }

        public static Key of(String name, Secret secret) {
            return new Key(name, secret, Set.of(), 0);
        }

        public Caller caller() {
            return new Caller(name, scopes);
        }
    }

    private Keys(List<Key> keys) {
        this.keys = keys;
        this.digests =
                keys.stream().map(key -> digest(key.secret().reveal().trim())).toList();
    }

    /** Blank keys open nothing. */
    public static Keys of(List<Key> keys) {
        return new Keys(keys.stream().filter(key -> !key.secret().isBlank()).toList());
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** By the whole value of an {@code Authorization} header; the scheme is case-sensitive, the token is trimmed. */
    public Optional<Key> byHeader(@Nullable String authorization) {
        return authorization == null || !authorization.startsWith(SCHEME)
                ? Optional.empty()
                : byToken(authorization.substring(SCHEME.length()));
    }

    public Optional<Key> byToken(String token) {
        String given = token.trim();
        if (given.isEmpty() || given.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] digest = digest(given);
        Key found = null;
        for (int at = 0; at < digests.size(); at++) {
            if (MessageDigest.isEqual(digests.get(at), digest)) {
                found = keys.get(at);
            }
        }
        return Optional.ofNullable(found);
    }

    /** Why this key must not guard anything, as a sentence; empty when it may. */
    public static Optional<String> fault(@Nullable Secret secret) {
        String key = secret == null ? "" : secret.reveal().trim();
        if (key.isEmpty()) {
            return Optional.of("no key is set; put one of at least 16 characters into API_SERVER_KEY");
        }
        if (PLACEHOLDERS.contains(key.toLowerCase(Locale.ROOT))) {
            return Optional.of("the key is still a placeholder; put one of your own into API_SERVER_KEY");
        }
        if (key.length() < SHORTEST) {
            return Optional.of("the key is too short; it needs at least 16 characters");
        }
        return Optional.empty();
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
