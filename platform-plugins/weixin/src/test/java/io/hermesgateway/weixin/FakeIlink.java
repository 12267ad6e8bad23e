package io.hermesgateway.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The far side in its simplest form: a log of messages, a cursor that is a place in it, polls that are held, and answers
 * that a test sets. What was asked is kept.
 */
final class FakeIlink implements AutoCloseable {
    static final String POLL = "/ilink/bot/getupdates";
    static final String SEND = "/ilink/bot/sendmessage";
    static final String START = "/ilink/bot/msg/notifystart";
    static final String STOP = "/ilink/bot/msg/notifystop";
    static final String CONFIG = "/ilink/bot/getconfig";
    static final String TYPING = "/ilink/bot/sendtyping";
    static final String UPLOAD_URL = "/ilink/bot/getuploadurl";
    static final String QR = "/ilink/bot/get_bot_qrcode";
    static final String QR_STATUS = "/ilink/bot/get_qrcode_status";
    static final String BOT = "b0t@im.bot";

    private static final BigInteger FIRST_ID = new BigInteger("7423219483720189999");

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ObjectNode> log = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Deque<Reply>> scripted = new HashMap<>();
    private final Map<String, Function<Asked, Reply>> habits = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private long holdMillis = 20_000;
    private int polling;
    private int mostPolling;
    private int tokens;

    /** A request. */
    record Asked(String path, String query, JsonNode body, Map<String, String> headers, String latin1) {}

    /** An answer; without a status the connection is cut. */
    record Reply(int status, String body, Map<String, String> headers) {
        static Reply ok(String body) {
            return new Reply(200, body, Map.of());
        }

        static Reply status(int status) {
            return new Reply(status, "", Map.of());
        }

        static Reply cut() {
            return new Reply(0, "", Map.of());
        }
    }

    FakeIlink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        habit(START, one -> Reply.ok("{\"ret\":0}"));
        habit(STOP, one -> Reply.ok("{}"));
        habit(SEND, one -> Reply.ok("{\"message_id\":9000000000000000001}"));
        habit(CONFIG, one -> Reply.ok("{\"ret\":0,\"typing_ticket\":\"ticket\"}"));
        habit(TYPING, one -> Reply.ok("{\"ret\":0}"));
        habit(POLL, this::poll);
        habit(
                UPLOAD_URL,
                one -> Reply.ok("{\"upload_full_url\":\""
                        + url("/c2c/upload?key=" + one.body().path("filekey").asText()) + "\"}"));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String url(String path) {
        return address() + path;
    }

    synchronized void habit(String path, Function<Asked, Reply> reply) {
        habits.put(path, reply);
        notifyAll();
    }

    /** Answers to the next requests, before the habit holds again. */
    synchronized void script(String path, Reply... replies) {
        scripted.computeIfAbsent(path, none -> new ArrayDeque<>()).addAll(List.of(replies));
        notifyAll();
    }

    synchronized void hold(long millis) {
        holdMillis = millis;
        notifyAll();
    }

    /** Bytes that can be fetched. */
    synchronized void file(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    /** Somebody says something; the id is that of the message. */
    synchronized String say(String user, String text) {
        ObjectNode item = json.createObjectNode().put("type", 1);
        item.putObject("text_item").put("text", text);
        ObjectNode message = message(user);
        message.putArray("item_list").add(item);
        return put(message);
    }

    /** A message without items. */
    synchronized ObjectNode message(String user) {
        BigInteger id = FIRST_ID.add(BigInteger.valueOf(log.size()));
        return json.createObjectNode()
                .put("seq", 100 + log.size())
                .put("message_id", id)
                .put("from_user_id", user)
                .put("to_user_id", BOT)
                .put("create_time_ms", 1_767_225_600_000L + log.size())
                .put("message_type", 1)
                .put("message_state", 2)
                .put("context_token", "token-" + ++tokens);
    }

    synchronized String put(ObjectNode message) {
        log.add(message);
        notifyAll();
        return message.path("message_id").asText();
    }

    private Reply poll(Asked one) {
        String cursor = one.body().path("get_updates_buf").asText();
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(7));
        long until = System.nanoTime() + holdMillis * 1_000_000;
        synchronized (this) {
            mostPolling = Math.max(mostPolling, ++polling);
            try {
                while (log.size() <= from
                        && System.nanoTime() < until
                        && scripted(POLL).isEmpty()) {
                    wait(50);
                }
                if (log.size() <= from && !scripted(POLL).isEmpty()) {
                    return scripted(POLL).removeFirst();
                }
                ObjectNode answer =
                        json.createObjectNode().put("ret", 0).put("get_updates_buf", "cursor " + log.size());
                answer.put("longpolling_timeout_ms", 35_000);
                log.subList(Math.min(from, log.size()), log.size()).forEach(answer.putArray("msgs")::add);
                return Reply.ok(answer.toString());
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                return Reply.cut();
            } finally {
                polling--;
            }
        }
    }

    private Deque<Reply> scripted(String path) {
        return scripted.getOrDefault(path, new ArrayDeque<>());
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Asked one = new Asked(
                path,
                String.valueOf(exchange.getRequestURI().getRawQuery()),
                path.startsWith("/c2c") || body.length == 0 ? json.createObjectNode() : json.readTree(body),
                headers,
                new String(body, StandardCharsets.ISO_8859_1));
        Reply scriptedReply;
        Function<Asked, Reply> habit;
        byte[] file;
        synchronized (this) {
            asked.add(one);
            notifyAll();
            scriptedReply = scripted(path).pollFirst();
            habit = habits.getOrDefault(path, this::network);
            file = files.get(path + (one.query().equals("null") ? "" : "?" + one.query()));
        }
        if (file != null) {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file);
            exchange.close();
            return;
        }
        answer(exchange, scriptedReply == null ? habit.apply(one) : scriptedReply);
    }

    private Reply network(Asked one) {
        return one.path().equals("/c2c/upload")
                ? new Reply(
                        200,
                        "",
                        Map.of("x-encrypted-param", "ref-" + one.latin1().length()))
                : Reply.status(404);
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.status() > 0) {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
        exchange.close();
    }

    synchronized List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    synchronized List<String> paths() {
        return asked.stream().map(Asked::path).toList();
    }

    synchronized int mostPolling() {
        return mostPolling;
    }

    /** Texts that arrived, in order. */
    List<String> texts() {
        return asked(SEND).stream()
                .map(one -> one.body().at("/msg/item_list/0/text_item/text").asText())
                .toList();
    }

    /** Waits until it is true; fails after a minute. */
    void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + 60_000_000_000L;
        synchronized (this) {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > until) {
                    throw new AssertionError("did not happen within a minute: " + what + "; asked " + paths());
                }
                try {
                    wait(20);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(interrupted);
                }
            }
        }
    }

    /** No connection is taken any more. */
    void goAway() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        synchronized (this) {
            notifyAll();
        }
    }
}
