package io.hermesgateway.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.agent.wire.Reply.Answer;
import io.hermesgateway.agent.wire.Reply.Kind;
import io.hermesgateway.agent.wire.Reply.Trouble;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.PoolTasks;
import io.hermesgateway.testkit.model.FakeProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ModelClientTest {
    private final FakeProvider provider = new FakeProvider((asked, out) -> out.says("hello"));
    private final ModelClient client = new ModelClient(new ManualClock(), new PoolTasks());
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        client.close();
        provider.close();
    }

    private Endpoint endpoint(Duration limit, Duration silence) {
        return new Endpoint(
                "fake",
                URI.create(provider.base()),
                new Secret("sk-test-12345678"),
                Map.of("X-Title", "test"),
                Api.CHAT_COMPLETIONS,
                "",
                limit,
                silence);
    }

    private Reply ask(Duration limit, Duration silence) {
        Prompt prompt = new Prompt("m", List.of(Message.user("hi")), List.of(), Map.of(), true);
        try {
            return client.ask(endpoint(limit, silence), prompt, heard);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private Answer answer() {
        return assertInstanceOf(Answer.class, ask(Duration.ofMinutes(2), Duration.ofMinutes(1)));
    }

    private Trouble trouble() {
        return assertInstanceOf(Trouble.class, ask(Duration.ofMinutes(2), Duration.ofMinutes(1)));
    }

    @Test
    void asksWithoutStreamOptionsWhereTheyAreRefusedAndRemembersIt() {
        provider.script((asked, out) -> {
            if (asked.body().contains("stream_options")) {
                out.json(400, "{\"error\":{\"message\":\"Unrecognized request argument\"}}");
            } else {
                out.says("ok");
            }
        });
        assertEquals("ok", answer().text());
        assertEquals("ok", answer().text());
        assertEquals(3, provider.asked().size());
    }

    @Test
    void aProviderThatTookStreamOptionsIsNotAskedAgainWithoutThem() {
        provider.script((asked, out) -> out.says("ok"));
        answer();
        provider.script((asked, out) -> out.json(422, "{\"detail\":\"something else\"}"));
        assertEquals(Kind.REFUSED, trouble().kind());
        assertEquals(2, provider.asked().size());
    }

    @Test
    void streamsAnAnswerAndCountsWhatItCost() {
        provider.script((asked, out) -> out.stream()
                .event("{\"model\":\"m-1\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}")
                .event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}}]}")
                .text("你好")
                .text(", you")
                .done("stop"));
        Answer answer = answer();
        assertEquals("你好, you", answer.text());
        assertEquals("hm", answer.reasoning());
        assertEquals(List.of("你好", ", you"), heard.pieces);
        assertEquals(List.of("hm"), heard.thoughts);
        assertEquals(new Tokens(11, 7, 5, 2), answer.tokens());
        assertEquals("m-1", answer.model());
        assertEquals("test", provider.asked().get(0).headers().get("x-title"));
    }

    @Test
    void keepsItsConnectionForTheNextQuestion() {
        int questions = 20;
        for (int i = 0; i < questions; i++) {
            assertEquals("hello", answer().text());
        }
        assertTrue(provider.connections() < questions, "every question had a connection of its own");
        assertEquals(List.of(), provider.complaints());
    }

    @Test
    void putsCharactersTogetherThatTheNetworkCutInTwo() {
        provider.script((asked, out) -> out.stream()
                .dribble(": a comment\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"天气😀好\"}}]}\r\n\r\n")
                .done("stop"));
        assertEquals("天气😀好", answer().text());
        assertEquals("天气😀好", heard.text());
    }

    @Test
    void putsCallsTogetherThatAreNumbered() {
        provider.script((asked, out) -> out.stream()
                .event(piece("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"one\",\"arguments\":\"\"}}"))
                .event(piece("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"two\",\"arguments\":\"{\\\"x\\\"\"}}"))
                .event(piece("{\"index\":0,\"function\":{\"arguments\":\"{\\\"y\\\":1}\"}}"))
                .event(piece("{\"index\":1,\"function\":{\"arguments\":\":2}\"}}"))
                .done("tool_calls"));
        Answer answer = answer();
        assertEquals("a one {\"y\":1}", shown(answer, 0));
        assertEquals("b two {\"x\":2}", shown(answer, 1));
        assertEquals(2, answer.calls().size());
    }

    @Test
    void putsCallsTogetherThatAreNotNumberedOrAllNumberedZero() {
        provider.script((asked, out) -> out.stream()
                .event(piece("{\"id\":\"a\",\"function\":{\"name\":\"one\",\"arguments\":\"{\"}}"))
                .event(piece("{\"function\":{\"arguments\":\"}\"}}"))
                .event(piece("{\"id\":\"b\",\"function\":{\"name\":\"two\",\"arguments\":{\"k\":[1]}}}"))
                .event(piece("{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"three\",\"arguments\":\"\"}}"))
                .event(piece("{\"index\":0,\"id\":\"d\",\"function\":{\"name\":\"four\",\"arguments\":\"{}\"}}"))
                .done("tool_calls"));
        Answer answer = answer();
        assertEquals("a one {}", shown(answer, 0));
        assertEquals("b two {\"k\":[1]}", shown(answer, 1));
        assertEquals("c three {}", shown(answer, 2));
        assertEquals("d four {}", shown(answer, 3));
    }

    private static String piece(String call) {
        return "{\"choices\":[{\"delta\":{\"tool_calls\":[" + call + "]}}]}";
    }

    private static String shown(Answer answer, int call) {
        return answer.calls().get(call).id() + " " + answer.calls().get(call).tool() + " "
                + answer.calls().get(call).arguments();
    }

    @Test
    void takesAnArgumentOfTwoMegabytes() {
        String argument = "{\"text\":\"" + "é".repeat(1_000_000) + "\"}";
        provider.script((asked, out) -> out.calls("write", argument));
        assertEquals(argument, answer().calls().get(0).arguments());
    }

    @Test
    void takesAWholeAnswerWhereAStreamWasAskedFor() {
        provider.script(
                (asked, out) -> out.json(
                        200,
                        "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"whole\"}]},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"prompt_cache_hit_tokens\":1}}"));
        Answer answer = answer();
        assertEquals("whole", answer.text());
        assertEquals(1, answer.tokens().cached());
        assertEquals("whole", heard.text());
    }

    @Test
    void saysThatAProviderFellSilentBeforeItsFirstByteAndAfterIt() {
        CountDownLatch never = new CountDownLatch(1);
        provider.script((asked, out) -> await(never));
        Trouble first = assertInstanceOf(Trouble.class, ask(Duration.ofMinutes(2), Duration.ofMillis(300)));
        assertEquals(Kind.SILENT, first.kind());
        provider.script((asked, out) -> {
            out.stream().text("half");
            await(never);
        });
        Trouble second = shownBeforeIt(Duration.ofMinutes(2), Duration.ofMillis(700));
        assertEquals(Kind.SILENT, second.kind());
        assertEquals("half", second.partial());
        never.countDown();
    }

    /** A busy machine may bring nothing at all within the limits; then they are tried again, a little wider. */
    private Trouble shownBeforeIt(Duration limit, Duration silence) {
        for (int wider = 1; ; wider *= 2) {
            Trouble trouble =
                    assertInstanceOf(Trouble.class, ask(limit.multipliedBy(wider), silence.multipliedBy(wider)));
            if (!trouble.partial().isEmpty() || wider > 64) {
                return trouble;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(120, TimeUnit.SECONDS));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsAStreamThatNeverEnds() {
        provider.script((asked, out) -> {
            out.stream();
            while (true) {
                out.text("more ");
            }
        });
        Trouble trouble = shownBeforeIt(Duration.ofMillis(500), Duration.ofMinutes(1));
        assertTrue(trouble.kind() == Kind.OVERDUE || trouble.kind() == Kind.TOO_MUCH, trouble.toString());
        assertTrue(trouble.partial().startsWith("more "));
    }

    @Test
    void endsAStreamOfNothingButNoise() {
        provider.script((asked, out) -> {
            out.stream();
            byte[] comment = (": " + "x".repeat(10_000) + "\n").getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.bytes(comment);
            }
        });
        assertEquals(Kind.GARBAGE, trouble().kind());
    }

    @Test
    void callsGarbageByItsName() {
        for (String garbage : List.of("{\"choices\":[{\"delta\":{", "not json", "[1,2", "{\"choices\":")) {
            provider.script((asked, out) -> out.stream().event(garbage).done("stop"));
            assertEquals(Kind.GARBAGE, trouble().kind(), garbage);
        }
        provider.script((asked, out) -> out.whole(200, "text/html", "<html><body>Welcome</body></html>"));
        assertEquals(Kind.GARBAGE, trouble().kind());
        provider.script((asked, out) -> out.json(200, "{}"));
        assertEquals(Kind.GARBAGE, trouble().kind());
    }

    @Test
    void tellsWhatWasShownWhenTheConnectionBreaks() {
        provider.script((asked, out) -> {
            out.stream().text("so far");
            await(heard.first);
            out.reset();
        });
        Trouble reset = trouble();
        assertEquals(Kind.AWAY, reset.kind());
        assertEquals("so far", reset.partial());
        provider.script((asked, out) -> out.stream().text("cut"));
        Trouble cut = trouble();
        assertEquals(Kind.AWAY, cut.kind());
        assertEquals("cut", cut.partial());
    }

    @Test
    void saysWhoCannotBeReached() {
        provider.close();
        Trouble trouble = trouble();
        assertEquals(Kind.AWAY, trouble.kind());
        assertEquals("127.0.0.1 refuses the connection", trouble.said());
    }

    @Test
    void closesTheConnectionWhenNobodyWantsTheAnswer() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        provider.script((asked, out) -> {
            out.stream();
            try {
                while (true) {
                    out.text("more ");
                }
            } finally {
                gone.countDown();
            }
        });
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                client.ask(
                        endpoint(Duration.ofMinutes(2), Duration.ofMinutes(1)),
                        new Prompt("m", List.of(Message.user("hi")), List.of(), Map.of(), true),
                        heard);
                end.complete("answered");
            } catch (InterruptedException stopped) {
                end.complete("stopped");
            }
        });
        asking.start();
        assertTrue(heard.first.await(60, TimeUnit.SECONDS));
        asking.interrupt();
        assertEquals("stopped", end.get(60, TimeUnit.SECONDS));
        assertTrue(gone.await(60, TimeUnit.SECONDS), "the far side is not told to stop");
        int after = heard.pieces.size();
        assertTrue(after > 0);
    }

    @Test
    void knowsWhatARefusalMeans() {
        check(401, "{\"error\":{\"message\":\"Invalid Token\",\"type\":\"new_api_error\"}}", Kind.KEY);
        check(403, "{\"error\":{\"code\":\"insufficient_user_quota\",\"message\":\"用户额度不足\"}}", Kind.QUOTA);
        check(429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"You exceeded\"}}", Kind.QUOTA);
        check(402, "{\"error\":{\"message\":\"Insufficient Balance\"}}", Kind.QUOTA);
        check(429, "{\"error\":{\"message\":\"slow down\"}}", Kind.BUSY);
        check(400, "{\"error\":{\"message\":\"openkey/gpt-4o-mini is not a valid model ID\"}}", Kind.MODEL);
        check(404, "{\"error\":{\"code\":\"model_not_found\",\"message\":\"no\"}}", Kind.MODEL);
        check(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}", Kind.TOO_LONG);
        check(400, "{\"error\":\"bad field\"}", Kind.REFUSED);
        check(500, "<html><style>a{}</style><h1>Oops</h1></html>", Kind.AWAY);
        check(503, "", Kind.AWAY);
        check(302, "", Kind.REFUSED);
    }

    private void check(int status, String body, Kind kind) {
        provider.script((asked, out) -> out.json(status, body));
        Trouble trouble = trouble();
        assertEquals(kind, trouble.kind(), status + " " + body);
        assertTrue(trouble.said().startsWith("HTTP " + status), trouble.said());
        assertFalse(trouble.said().contains("<"), trouble.said());
    }

    @Test
    void hearsHowLongAProviderWantsToBeLeftAlone() {
        provider.script((asked, out) -> out.json(429, "{}", "Retry-After: 7"));
        assertEquals(Duration.ofSeconds(7), trouble().retryAfter());
        provider.script((asked, out) -> out.json(429, "{}", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT"));
        assertEquals(Duration.ZERO, trouble().retryAfter());
        provider.script((asked, out) -> out.json(429, "{}", "retry-after-ms: 1500", "Retry-After: 9"));
        assertEquals(Duration.ofMillis(1500), trouble().retryAfter());
    }

    @Test
    void readsAnErrorInTheMiddleOfAStream() {
        provider.script((asked, out) ->
                out.stream().text("begun").event("{\"error\":{\"message\":\"upstream is overloaded\",\"code\":529}}"));
        Trouble trouble = trouble();
        assertEquals(Kind.AWAY, trouble.kind());
        assertEquals("begun", trouble.partial());
        assertEquals("upstream is overloaded", trouble.said());
    }

    @Test
    void doesNotWaitForTheEndOfAnAnswerThatIsComplete() {
        CountDownLatch never = new CountDownLatch(1);
        provider.script((asked, out) -> {
            out.stream().text("done").done("stop");
            await(never);
        });
        assertEquals("done", answer().text());
        never.countDown();
    }

    @Test
    void sendsPicturesAndReasoningInTheirPlaces() throws Exception {
        Prompt prompt = new Prompt(
                "m",
                List.of(
                        Message.user("look", List.of("data:image/png;base64,AA==")),
                        Message.assistant("", List.of(new io.hermesgateway.spi.tool.ToolCall("c", "t", "{}")), "why"),
                        Message.tool("c", "seen")),
                List.of(),
                Map.of("temperature", "0.5"),
                true);
        client.ask(endpoint(Duration.ofMinutes(1), Duration.ofMinutes(1)), prompt, heard);
        String body = provider.asked().get(0).body();
        assertTrue(
                body.contains("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}"), body);
        assertTrue(body.contains("\"content\":null,\"reasoning_content\":\"why\",\"tool_calls\":[{\"id\":\"c\""), body);
        assertTrue(body.contains("{\"role\":\"tool\",\"content\":\"seen\",\"tool_call_id\":\"c\"}"), body);
        assertTrue(body.contains("\"temperature\":0.5"), body);
    }
}
