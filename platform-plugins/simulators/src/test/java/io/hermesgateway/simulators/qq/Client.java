package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Ear;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** A bot's program in its simplest form: it does what a test tells it, with real sockets. */
final class Client {
    static final long CHATS = 1L << 25;
    static final long CLICKS = 1L << 26;
    static final long ALL = 1L << 30 | CHATS | CLICKS | 1L << 12;

    final Far far;
    private final HttpClient http;
    private final String appId;
    private final String secret;
    private String token = "";
    private @Nullable Ear ear;
    String session = "";
    long seq;

    Client(String url, String appId, String secret) {
        this(new Far(url), HttpClient.newHttpClient(), appId, secret);
    }

    private Client(Far far, HttpClient http, String appId, String secret) {
        this.far = far;
        this.http = http;
        this.appId = appId;
        this.secret = secret;
    }

    /** Another one with the same threads and the same token. */
    Client another() {
        Client other = new Client(far, http, appId, secret);
        other.token = token;
        return other;
    }

    JsonNode askToken() throws IOException {
        JsonNode answer = far.post(
                        "/app/getAppAccessToken",
                        Json.object().put("appId", appId).put("clientSecret", secret))
                .json();
        if (answer.has("access_token")) {
            token = answer.path("access_token").asText();
        }
        return answer;
    }

    String token() throws IOException {
        if (token.isEmpty()) {
            askToken();
        }
        return token;
    }

    void forgetToken() {
        token = "";
    }

    Far.Answer call(String method, String path, @Nullable ObjectNode body) throws IOException {
        return far.call(
                method,
                path,
                body == null ? "" : Json.text(body),
                "Authorization",
                "QQBot " + token(),
                "Content-Type",
                "application/json");
    }

    Far.Answer send(String openid, ObjectNode body) throws IOException {
        return call("POST", "/v2/users/" + openid + "/messages", body);
    }

    Far.Answer sendToGroup(String openid, ObjectNode body) throws IOException {
        return call("POST", "/v2/groups/" + openid + "/messages", body);
    }

    static ObjectNode text(String text) {
        return Json.object().put("msg_type", 0).put("content", text);
    }

    static ObjectNode reply(String text, String msgId, int msgSeq) {
        return text(text).put("msg_id", msgId).put("msg_seq", msgSeq);
    }

    /** A new socket; its Hello is taken. */
    Ear connect() throws Exception {
        String url = call("GET", "/gateway", null).json().path("url").asText();
        Ear opened = Ear.open(http, url);
        ear = opened;
        JsonNode hello = next();
        if (hello.path("op").asInt() != 10) {
            throw new AssertionError("no Hello: " + hello);
        }
        return opened;
    }

    Ear ear() {
        Ear open = ear;
        if (open == null) {
            throw new AssertionError("not connected");
        }
        return open;
    }

    void say(int op, JsonNode d) {
        ear().say(Json.text(Json.object().put("op", op).set("d", d)));
    }

    void identify(long intents) throws IOException {
        ObjectNode d = Json.object().put("token", "QQBot " + token()).put("intents", intents);
        d.putArray("shard").add(0).add(1);
        say(2, d);
    }

    /** Connects, identifies, and has READY. */
    JsonNode ready(long intents) throws Exception {
        connect();
        identify(intents);
        JsonNode ready = next("READY");
        session = ready.path("d").path("session_id").asText();
        return ready;
    }

    void resume() throws IOException {
        say(
                6,
                Json.object()
                        .put("token", "QQBot " + token())
                        .put("session_id", session)
                        .put("seq", seq));
    }

    void heartbeat() {
        ear().say("{\"op\":1,\"d\":" + seq + "}");
    }

    /** The next frame. */
    JsonNode next() throws InterruptedException {
        JsonNode frame = Json.parse(ear().next());
        seq = Math.max(seq, frame.path("s").asLong());
        return frame;
    }

    /** The next event, which must be of this type. */
    JsonNode next(String type) throws InterruptedException {
        JsonNode frame = next();
        if (!frame.path("t").asText().equals(type)) {
            throw new AssertionError("not " + type + " but " + frame);
        }
        return frame;
    }
}
