package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A bot with its credentials, its tokens and the starts of its last day. */
final class Bot {
    final String appId;
    final String secret;
    final String id;
    final String name;

    @Nullable
    Token token;

    @Nullable
    Token before;

    /** When its sessions were started, the oldest first. */
    final ArrayDeque<Instant> starts = new ArrayDeque<>();

    Bot(String appId, String secret, String id, String name) {
        this.appId = appId;
        this.secret = secret;
        this.id = id;
        this.name = name;
    }

    /** An access token. */
    record Token(String value, Instant end) {
        boolean is(String given, Instant now) {
            return value.equals(given) && now.isBefore(end);
        }
    }

    boolean accepts(String given, Instant now) {
        Token one = token;
        Token other = before;
        return (one != null && one.is(given, now)) || (other != null && other.is(given, now));
    }

    ObjectNode user() {
        return Json.object().put("id", id).put("username", name).put("bot", true);
    }
}
