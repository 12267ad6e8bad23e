package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Ear;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Behaves as one of the clients that are in use, as far as the gateway can tell: what it does at the start, on op 7 and op 9,
 * and after each way of losing its socket.
 */
final class RealClient {
    /** Which of them. */
    enum Kind {
        /** Only notes op 7 and op 9; goes on with its session after every close unless op 9 came. */
        BOTPY(true, 1 << 30 | 1 << 25 | 1 << 12),
        /** Goes on after 4009 and op 7 only; a bare token in Resume; gives up on 4914 and 4915. */
        BOTGO(true, 1 << 30 | 1 << 25 | 1 << 26),
        /** Tencent's and sliverp's for Node: 4009 wipes the session, op 9 too; a plain reset does not. */
        NODE(false, 1 << 30 | 1 << 12 | 1 << 25 | 1 << 26),
        /** Goes on after 4009. */
        HERMES(false, 1 << 30 | 1 << 12 | 1 << 25 | 1 << 26);

        final boolean asksForShards;
        final long intents;

        Kind(boolean asksForShards, long intents) {
            this.asksForShards = asksForShards;
            this.intents = intents;
        }
    }

    private final Kind kind;
    private final Client client;
    private final List<String> did = new ArrayList<>();
    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private boolean op9;
    private boolean op7;
    private boolean over;

    RealClient(Kind kind, Client client) {
        this.kind = kind;
        this.client = client;
    }

    /** What it did with the gateway, in order. */
    List<String> did() {
        return did;
    }

    /** Message ids with how often each came. */
    Map<String, Integer> seen() {
        return seen;
    }

    boolean isOver() {
        return over;
    }

    /** From a start, or from the loss of a socket, to READY or RESUMED. */
    RealClient connect() throws Exception {
        if (kind == Kind.BOTPY) {
            long id = Long.parseLong(
                    client.call("GET", "/users/@me", null).json().path("id").asText());
            if (id <= 0) {
                throw new AssertionError("no number");
            }
        }
        if (kind.asksForShards
                && client.call("GET", "/gateway/bot", null)
                                .json()
                                .path("shards")
                                .asInt()
                        != 1) {
            throw new AssertionError("no shards");
        }
        client.connect();
        if (client.session.isEmpty()) {
            did.add("identify");
            client.identify(kind.intents);
        } else {
            did.add("resume");
            String token = kind == Kind.BOTGO ? client.token() : "QQBot " + client.token();
            client.say(
                    6,
                    Json.object()
                            .put("token", token)
                            .put("session_id", client.session)
                            .put("seq", client.seq));
        }
        until("READY", "RESUMED");
        return this;
    }

    /** Reads until one of these events came. */
    JsonNode until(String... types) throws Exception {
        while (true) {
            JsonNode frame = client.next();
            String type = frame.path("t").asText();
            take(frame, type);
            if (List.of(types).contains(type)) {
                return frame;
            }
        }
    }

    private void take(JsonNode frame, String type) {
        switch (frame.path("op").asInt()) {
            case 7 -> {
                op7 = true;
                did.add("op7");
                if (kind == Kind.NODE) {
                    client.ear().close(1000);
                }
            }
            case 9 -> {
                op9 = true;
                did.add("op9");
            }
            default -> did.add(type.isEmpty() ? "op " + frame.path("op") : type);
        }
        if (type.equals("READY")) {
            client.session = frame.path("d").path("session_id").asText();
        }
        if (type.endsWith("MESSAGE_CREATE")) {
            seen.merge(frame.path("d").path("id").asText(), 1, Integer::sum);
        }
    }

    /** The socket ends; then it does what this client does. */
    RealClient lose() throws Exception {
        Ear.End end = client.ear().end();
        while (client.ear().waiting() > 0) {
            JsonNode frame = client.next();
            take(frame, frame.path("t").asText());
        }
        did.add("lost " + end.code());
        over = kind == Kind.BOTGO && (end.code() == 4914 || end.code() == 4915);
        if (!keeps(end.code())) {
            client.session = "";
            client.seq = 0;
            if (kind == Kind.NODE) {
                client.forgetToken();
            }
        }
        if (end.code() == 4004) {
            client.forgetToken();
        }
        op7 = false;
        op9 = false;
        return this;
    }

    private boolean keeps(int code) {
        return switch (kind) {
            case BOTPY -> !op9;
            case BOTGO -> !op9 && (code == 4009 || op7);
            case NODE ->
                !op9
                        && (code == SimSocket.NO_FRAME
                                || code == 1000
                                || code == 4004
                                || code == 4008
                                || (op7 && code == 4009));
            case HERMES -> !op9 && (code == 4009 || code == SimSocket.NO_FRAME || op7);
        };
    }
}
