package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A far side with one bot, and a client that speaks as a bot must; tests change what they want to be wrong. */
final class Ilink implements AutoCloseable {
    static final String ANN = "o9cq80yyANN@im.wechat";
    static final String BOB = "o9cq80yyBOB@im.wechat";

    final Simulation simulation;
    final WeixinSimulator far;
    final WeixinSimulator.Account bot;
    final Map<String, String> headers = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int number = 1_000_000;
    private int clientIds;

    Ilink() throws IOException {
        simulation = Simulation.manual();
        far = new WeixinSimulator(simulation);
        far.knob("linger_ms", 0);
        bot = far.bind(ANN);
        headers.put("Content-Type", "application/json");
        headers.put("AuthorizationType", "ilink_bot_token");
        headers.put("Authorization", "Bearer " + bot.token());
        headers.put("iLink-App-Id", "bot");
        headers.put("iLink-App-ClientVersion", "132105");
    }

    static ObjectNode withBase(ObjectNode body) {
        body.putObject("base_info").put("channel_version", "2.4.9").put("bot_agent", "OpenClaw");
        return body;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(far.url() + path)).timeout(Duration.ofMinutes(2));
        headers.forEach(request::header);
        if (!headers.containsKey("X-WECHAT-UIN")) {
            byte[] decimal = Integer.toString(number++).getBytes(StandardCharsets.US_ASCII);
            request.header("X-WECHAT-UIN", Base64.getEncoder().encodeToString(decimal));
        }
        return request;
    }

    CompletableFuture<HttpResponse<byte[]>> start(String call, ObjectNode body) {
        HttpRequest request = request("/ilink/bot/" + call)
                .POST(HttpRequest.BodyPublishers.ofString(withBase(body).toString()))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> raw(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .join();
    }

    HttpResponse<byte[]> raw(String call, ObjectNode body) {
        return start(call, body).join();
    }

    JsonNode call(String call, ObjectNode body) {
        return json(raw(call, body));
    }

    HttpResponse<byte[]> get(String path) {
        return raw(HttpRequest.newBuilder(URI.create(far.url() + path))
                .header("iLink-App-Id", "bot")
                .header("iLink-App-ClientVersion", "132105")
                .timeout(Duration.ofMinutes(2)));
    }

    HttpResponse<byte[]> put(URI uri, String method, byte[] body) {
        return raw(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/octet-stream")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    JsonNode put(URI uri, ObjectNode body) {
        return json(raw(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    JsonNode act(String action, ObjectNode body) {
        return put(URI.create(far.url() + "/_sim/weixin/" + action), body);
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        return Json.parse(response.body());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static ObjectNode cursor(String buffer) {
        return Json.object().put("get_updates_buf", buffer);
    }

    JsonNode poll(String buffer) {
        return call("getupdates", cursor(buffer));
    }

    /** A poll that is held when this returns. */
    CompletableFuture<HttpResponse<byte[]>> hold(String buffer) {
        int before = far.held();
        CompletableFuture<HttpResponse<byte[]>> poll = start("getupdates", cursor(buffer));
        until(() -> far.held() > before || poll.isDone());
        return poll;
    }

    /** Ann writes and the newest token comes back. */
    String said(String text) {
        return saidBy(ANN, text);
    }

    String saidBy(String user, String text) {
        far.say(bot.bot(), user, text);
        return simulation.transcript().list(WeixinSimulator.kind("in")).stream()
                .filter(entry -> entry.conversation().equals(user))
                .reduce((older, newer) -> newer)
                .orElseThrow()
                .text("context_token");
    }

    ObjectNode message(String user, String token, ObjectNode... items) {
        ObjectNode message = Json.object()
                .put("from_user_id", "")
                .put("to_user_id", user)
                .put("client_id", "gw:" + clientIds++)
                .put("message_type", 2)
                .put("message_state", 2);
        for (ObjectNode item : items) {
            message.withArray("item_list").add(item);
        }
        return token.isEmpty() ? message : message.put("context_token", token);
    }

    static ObjectNode words(String text) {
        ObjectNode item = Json.object().put("type", 1);
        item.putObject("text_item").put("text", text);
        return item;
    }

    JsonNode send(ObjectNode message) {
        return call("sendmessage", Json.object().set("msg", message));
    }

    JsonNode answer(String token, String text) {
        return send(message(ANN, token, words(text)));
    }

    static byte[] key() {
        return HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    }

    ObjectNode upload(byte[] plain, int type) {
        return Json.object()
                .put("filekey", "0123456789abcdef0123456789abcdef")
                .put("media_type", type)
                .put("to_user_id", ANN)
                .put("rawsize", plain.length)
                .put("rawfilemd5", Aes.md5(plain))
                .put("filesize", Aes.padded(plain.length))
                .put("no_need_thumb", true)
                .put("aeskey", HexFormat.of().formatHex(key()));
    }

    /** Puts it on the CDN and gives the reference. */
    String uploaded(byte[] plain, int type) {
        String url = call("getuploadurl", upload(plain, type))
                .path("upload_full_url")
                .asText();
        return put(URI.create(url), "POST", Aes.encrypt(key(), plain))
                .headers()
                .firstValue(Uploads.REFERENCE)
                .orElseThrow();
    }

    static ObjectNode file(String reference, int size) {
        ObjectNode item = Json.object().put("type", 4);
        ObjectNode file = item.putObject("file_item").put("file_name", "a.txt").put("len", Integer.toString(size));
        file.putObject("media")
                .put("encrypt_query_param", reference)
                .put("aes_key", Aes.hexInBase64(key()))
                .put("encrypt_type", 1);
        return item;
    }

    void pass(Duration time) {
        simulation.clock().advance(time);
    }

    long count(String kind) {
        return simulation.transcript().list(WeixinSimulator.kind(kind)).size();
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        simulation.close();
    }
}
