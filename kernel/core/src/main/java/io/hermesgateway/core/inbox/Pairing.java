package io.hermesgateway.core.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Ids;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets strangers ask for access: they get a code, and whoever runs the gateway approves it there. Codes are kept as
 * salted hashes, live an hour, and are few; guessing locks the platform's codes for an hour.
 */
public final class Pairing {
    private static final Logger LOG = LoggerFactory.getLogger(Pairing.class);
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 8;
    private static final int PENDING_MOST = 3;
    private static final int WRONG_MOST = 5;
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration LOCK = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final String LIMITS = "_rate_limits.json";
    private static final String PENDING = "-pending.json";
    private static final String APPROVED = "-approved.json";

    private final PairingFiles files;
    private final InstantSource clock;
    private final Ids ids;

    public Pairing(Path home, InstantSource clock, Ids ids) {
        this.files = new PairingFiles(home);
        this.clock = clock;
        this.ids = ids;
    }

    /** Somebody who asked or was let in; {@code state} is {@code pending} or {@code approved}. */
    public record Person(String platform, String userId, String name, String state, Instant since) {}

    /** Whether the person was let in. What cannot be read lets nobody in. */
    public synchronized boolean approved(String platform, Sender sender) {
        try {
            ObjectNode approved = files.read(platform + APPROVED);
            String other = sender.altId();
            return approved.has(sender.userId()) || (other != null && approved.has(other));
        } catch (UncheckedIOException unreadable) {
            LOG.warn("{}", unreadable.getMessage(), unreadable);
            return false;
        }
    }

    /** A code for a stranger; empty when they, or all strangers together, asked too often. */
    public synchronized Optional<String> request(String platform, Sender sender) {
        try {
            ObjectNode limits = files.read(LIMITS);
            ObjectNode pending = pending(platform);
            String stamp = platform + ":" + sender.userId();
            boolean tooSoon = now() - limits.path(stamp).asDouble() < PAUSE.toSeconds();
            if (tooSoon || locked(limits, platform) || pending.size() >= PENDING_MOST) {
                return Optional.empty();
            }
            String code = code();
            String salt = ids.next();
            String name = sender.name();
            pending.putObject(ids.next().substring(0, 16))
                    .put("hash", hash(salt, code))
                    .put("salt", salt)
                    .put("user_id", sender.userId())
                    .put("user_name", name == null ? "" : name)
                    .put("created_at", now());
            files.write(platform + PENDING, pending);
            limits.properties().removeIf(this::forgotten);
            files.write(LIMITS, limits.put(stamp, now()));
            return Optional.of(code);
        } catch (UncheckedIOException unwritable) {
            LOG.warn("no pairing code could be given: {}", unwritable.getMessage(), unwritable);
            return Optional.empty();
        }
    }

    /**
     * Lets the person in who has this code.
     *
     * @throws GatewayException {@code not_found} for a wrong or old code, {@code not_allowed} while locked
     */
    public synchronized Person approve(String platform, String code) {
        ObjectNode limits = files.read(LIMITS);
        if (locked(limits, platform)) {
            throw new GatewayException(
                    KernelError.NOT_ALLOWED, "too many wrong codes for " + platform + "; try again in an hour");
        }
        ObjectNode pending = pending(platform);
        String typed = code.trim().toUpperCase(Locale.ROOT);
        for (Map.Entry<String, JsonNode> entry : pending.properties()) {
            JsonNode one = entry.getValue();
            if (matches(one, entry.getKey(), typed)) {
                Person person = person(platform, one.path("user_id").asText(), one, "approved", now());
                ObjectNode approved = files.read(platform + APPROVED);
                approved.putObject(person.userId())
                        .put("user_name", person.name())
                        .put("approved_at", now());
                files.write(platform + APPROVED, approved);
                pending.remove(entry.getKey());
                files.write(platform + PENDING, pending);
                files.write(LIMITS, limits.without("_failures:" + platform));
                return person;
            }
        }
        wrong(platform, limits);
        throw new GatewayException(
                KernelError.NOT_FOUND, "no pending code " + typed + " for " + platform + "; see: hermes pairing list");
    }

    private void wrong(String platform, ObjectNode limits) {
        String counter = "_failures:" + platform;
        int wrong = limits.path(counter).asInt() + 1;
        if (wrong >= WRONG_MOST) {
            limits.put("_lockout:" + platform, now() + LOCK.toSeconds());
        }
        files.write(LIMITS, limits.put(counter, wrong % WRONG_MOST));
    }

    /** Takes access back, or a request; false when there was neither. */
    public synchronized boolean revoke(String platform, String userId) {
        ObjectNode approved = files.read(platform + APPROVED);
        boolean known = approved.remove(userId) != null;
        if (known) {
            files.write(platform + APPROVED, approved);
        }
        ObjectNode pending = pending(platform);
        boolean asked = pending.properties()
                .removeIf(entry -> entry.getValue().path("user_id").asText().equals(userId));
        if (asked) {
            files.write(platform + PENDING, pending);
        }
        return known || asked;
    }

    /** Everybody, platform by platform. */
    public synchronized List<Person> list() {
        List<Person> all = new ArrayList<>();
        for (String platform : files.platforms(PENDING)) {
            pending(platform)
                    .forEach(one -> all.add(person(
                            platform,
                            one.path("user_id").asText(),
                            one,
                            "pending",
                            one.path("created_at").asDouble())));
        }
        for (String platform : files.platforms(APPROVED)) {
            files.read(platform + APPROVED)
                    .properties()
                    .forEach(entry -> all.add(person(
                            platform,
                            entry.getKey(),
                            entry.getValue(),
                            "approved",
                            entry.getValue().path("approved_at").asDouble())));
        }
        return List.copyOf(all);
    }

    private static Person person(String platform, String userId, JsonNode entry, String state, double since) {
        return new Person(
                platform, userId, entry.path("user_name").asText(), state, Instant.ofEpochMilli((long) (since * 1000)));
    }

    /** Requests that are still good. */
    private ObjectNode pending(String platform) {
        ObjectNode pending = files.read(platform + PENDING);
        double oldest = now() - LIFE.toSeconds();
        pending.properties()
                .removeIf(entry -> entry.getValue().path("created_at").asDouble() <= oldest);
        return pending;
    }

    private boolean forgotten(Map.Entry<String, JsonNode> stamp) {
        return !stamp.getKey().startsWith("_") && stamp.getValue().asDouble() <= now() - PAUSE.toSeconds();
    }

    private boolean locked(ObjectNode limits, String platform) {
        return now() < limits.path("_lockout:" + platform).asDouble();
    }

    /** Older files have the code itself as the name of the entry. */
    private static boolean matches(JsonNode entry, String name, String typed) {
        String expected = entry.path("hash").asText();
        String actual = expected.isEmpty() ? typed : hash(entry.path("salt").asText(), typed);
        return MessageDigest.isEqual(bytes(expected.isEmpty() ? name : expected), bytes(actual));
    }

    private String code() {
        BigInteger random = new BigInteger(ids.next(), 16);
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(ALPHABET.charAt(random.shiftRight(5 * i).intValue() & 31));
        }
        return code.toString();
    }

    private static String hash(String salt, String code) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(salt));
            return HexFormat.of().formatHex(digest.digest(bytes(code)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private double now() {
        return clock.millis() / 1000.0;
    }
}
