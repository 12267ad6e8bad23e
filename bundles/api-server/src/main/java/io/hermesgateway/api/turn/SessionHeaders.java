package io.hermesgateway.api.turn;

import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the session it belongs to.
 *
 * @param id the session it names; null when it names none
 * @param key the scope of long-term memory it names; null when it names none
 */
public record SessionHeaders(@Nullable String id, @Nullable String key) {
    private static final String ID = "X-Hermes-Session-Id";
    private static final String KEY = "X-Hermes-Session-Key";
    private static final int LONGEST = 256;

    /** @throws Refused 400 for names that are none, 403 where there is no key to vouch for the caller */
    public static SessionHeaders of(Call call) {
        return new SessionHeaders(id(call), key(call));
    }

    private static @Nullable String id(Call call) {
        String id = header(call, ID, "invalid_session_id");
        if (id != null && !fit(id)) {
            throw Refusals.bad("invalid_session_id", ID, "This is no session id");
        }
        return id;
    }

    /** Whether it can be the id of a session, which is also the name of a folder. */
    public static boolean fit(String id) {
        boolean drive = id.length() > 1 && id.charAt(1) == ':' && Character.isLetter(id.charAt(0));
        return !id.isBlank()
                && id.length() <= LONGEST
                && !drive
                && !id.contains("..")
                && !id.equals(".")
                && id.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\');
    }

    private static @Nullable String key(Call call) {
        return header(call, KEY, "invalid_session_key");
    }

    private static @Nullable String header(Call call, String name, String code) {
        String value = call.exchange().header(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (call.key().isEmpty()) {
            throw new Refused(Failure.forbidden("key_required", "Sessions need an API key")
                    .at(name));
        }
        String trimmed = value.strip();
        if (trimmed.length() > LONGEST || trimmed.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Refusals.bad(code, name, name + " is too long or holds control characters");
        }
        return trimmed;
    }

    /** The options of a turn with the scope of memory among them. */
    public Map<String, String> among(Map<String, String> options) {
        if (key == null) {
            return options;
        }
        Map<String, String> all = new HashMap<>(options);
        all.put("session_key", key);
        return all;
    }

    /** Tells the client where its turn went. */
    public void echo(Call call, String sessionId) {
        call.put(ID, sessionId);
        if (key != null) {
            call.put(KEY, key);
        }
    }

    /** The session of a client that names none: the same words at the start are the same session. */
    public static String fingerprint(String key, @Nullable String system, String firstMessage) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (!key.isEmpty() && !key.equals(Call.DEFAULT_KEY)) {
                digest.update((key + "\0").getBytes(StandardCharsets.UTF_8));
            }
            digest.update(((system == null ? "" : system) + "\n" + firstMessage).getBytes(StandardCharsets.UTF_8));
            return "api-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
