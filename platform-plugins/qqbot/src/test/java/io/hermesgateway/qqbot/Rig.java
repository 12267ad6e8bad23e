package io.hermesgateway.qqbot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.qqbot.api.Http;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Tokens;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** QQ over HTTP as a test tells it, with time that passes when the test says so. */
public final class Rig implements Http, Ids {
    public static final ObjectMapper JSON = new ObjectMapper();

    public final ManualClock clock = new ManualClock();
    public final ManualTasks tasks = new ManualTasks(clock);
    public final FakePlatformContext context;
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final Tokens tokens;
    public final QqApi api;
    public final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, Function<Call, Reply>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private int tokensGiven;

    /** One call as it arrived. */
    public record Call(String method, String path, JsonNode body, Map<String, String> headers) {
        public String text(String name) {
            return body.path(name).asText("");
        }
    }

    public Rig(Path folder) {
        context = new FakePlatformContext(new FakePlatformContext.Parts(
                "qqbot",
                new MapSettings(Map.of("app_id", "1020", "client_secret", "s3cr3t-s3cr3t")),
                folder,
                clock,
                tasks,
                this,
                new FakeRegistry()));
        tokens = new Tokens(
                this,
                new Tokens.Login(URI.create("http://qq/token"), "1020", new Secret("s3cr3t-s3cr3t")),
                clock,
                tasks,
                random);
        api = new QqApi(this, tokens, URI.create("http://qq"));
        when("POST /token", call -> json(200, "{'access_token':'T" + ++tokensGiven + "','expires_in':'7200'}"));
        when("GET /gateway/bot", call -> json(200, "{'url':'ws://qq/websocket'}"));
    }

    /** From now on calls of this kind are answered so; {@code POST *} stands for all that have no answer of their own. */
    public void when(String what, Function<Call, Reply> answer) {
        answers.put(what, answer);
    }

    /** The same, in order; the last one stays. */
    public void when(String what, List<Reply> inOrder) {
        List<Reply> left = new ArrayList<>(inOrder);
        when(what, call -> left.size() > 1 ? left.remove(0) : left.get(0));
    }

    public static Reply json(int status, String text) {
        return Reply.answered(status, node(text), "trace-1", Duration.ZERO);
    }

    public static Reply trouble(int status, int code) {
        return json(status, "{'code':" + code + ",'message':'no'}");
    }

    public static JsonNode node(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Override
    public Reply call(String method, URI address, Map<String, String> headers, byte[] body, Duration patience) {
        try {
            JsonNode node =
                    body.length == 0 ? JSON.nullNode() : JSON.readTree(new String(body, StandardCharsets.UTF_8));
            Call call = new Call(method, address.getPath(), node, headers);
            calls.add(call);
            Function<Call, Reply> answer = answers.getOrDefault(
                    method + " " + address.getPath(),
                    answers.getOrDefault(
                            method + " *", any -> json(200, "{'id':'far-" + numbers.incrementAndGet() + "'}")));
            return answer.apply(call);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    /** The calls of this kind, such as {@code POST /token}. */
    public List<Call> calls(String what) {
        return calls.stream()
                .filter(call -> what.equals(call.method() + " " + call.path()))
                .toList();
    }

    @Override
    public String next() {
        return String.format("%032x", numbers.incrementAndGet());
    }

    @Override
    public String spoken(int length) {
        throw new AssertionError("the adapter makes no codes");
    }
}
