package io.hermesgateway.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.PromptPart;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import io.hermesgateway.testkit.agent.FakeAgentContext;
import io.hermesgateway.testkit.agent.ScriptedContext;
import io.hermesgateway.testkit.model.Answering;
import io.hermesgateway.testkit.model.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole turns against a provider that answers by a list. */
@Timeout(180)
class TurnTest {
    @TempDir
    Path home;

    private final Deque<FakeProvider.Script> answers = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final FakeProvider provider = new FakeProvider(this::answer);
    private final Judge judge = new Judge(provider);
    private final ScriptedContext context = new ScriptedContext();

    private synchronized void answer(FakeProvider.Asked asked, Answering out) throws IOException {
        requests.add(judge.judge(asked));
        FakeProvider.Script next = answers.poll();
        if (next == null) {
            out.says("done");
        } else {
            next.answer(asked, out);
        }
    }

    @AfterEach
    void nothingWasSaidThatAProviderWouldRefuse() {
        provider.close();
        assertEquals(List.of(), provider.complaints());
    }

    private void then(FakeProvider.Script answer) {
        answers.add(answer);
    }

    private FakeAgentContext host() {
        return new FakeAgentContext("agent-builtin", home).provider(provider.base());
    }

    private TurnOutcome run(Turn turn, ScriptedContext run) {
        return run(host(), turn, run);
    }

    private TurnOutcome run(FakeAgentContext host, Turn turn, ScriptedContext run) {
        try (BuiltInAgent agent = new BuiltInAgent(host, pauses::add)) {
            return agent.run(turn, run);
        }
    }

    private static Turn turn(String text, int run, Map<String, String> options, Attachment... attachments) {
        Conversation place = Conversation.dm("weixin", "c");
        Sender ann = Sender.of("weixin", "ann", "Ann");
        return new Turn("t", "s", place, ann, text, List.of(attachments), Instant.EPOCH, run, null, null, options);
    }

    private static Turn turn(String text) {
        return turn(text, 1, Map.of());
    }

    private static String text(TurnOutcome outcome) {
        return ((Body.Text) assertInstanceOf(TurnOutcome.Answered.class, outcome)
                        .answer()
                        .get(0))
                .text();
    }

    private static TurnOutcome.Failed failed(TurnOutcome outcome) {
        return assertInstanceOf(TurnOutcome.Failed.class, outcome);
    }

    private String said(int request, int fromTheEnd) {
        JsonNode messages = requests.get(request).path("messages");
        return messages.path(messages.size() - 1 - fromTheEnd).path("content").asText();
    }

    @Test
    void callsToolsOfOneAnswerAllAndTellsTheirResultsInOrder() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}", "terminal", "{\"command\":\"b\"}"));
        TurnOutcome.Answered answered = assertInstanceOf(TurnOutcome.Answered.class, run(turn("do both"), context));
        assertEquals("done", text(answered));
        assertEquals("output of call_0", said(1, 1));
        assertEquals("output of call_1", said(1, 0));
        assertEquals(
                List.of("assistant", "tool", "tool", "assistant"),
                answered.transcript().stream().map(TranscriptLine::role).toList());
        assertEquals(new TurnOutcome.Usage("fake-model", 22, 14, 10, 4, 2), answered.usage());
    }

    @Test
    void givesEachCallAnIdOfItsOwnWhenTheModelCountsFromZeroAgain() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        then((asked, out) -> out.calls("terminal", "{\"command\":\"b\"}"));
        run(turn("do"), context);
        assertEquals(2, context.calls().stream().map(ToolCall::id).distinct().count());
    }

    @Test
    void waitsForTwoPeopleAtOnceAndGoesOnWithoutAskingTheModelAgain() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}", "terminal", "{\"command\":\"b\"}"));
        ToolCall a = new ToolCall("call_0", "terminal", "{\"command\":\"a\"}");
        ToolCall b = new ToolCall("call_1", "terminal", "{\"command\":\"b\"}");
        context.outcome("call_0", new ToolOutcome.Waiting(a, "one"));
        context.outcome("call_1", new ToolOutcome.Waiting(b, "two"));
        assertEquals(new TurnOutcome.Waiting(List.of("one", "two")), run(turn("do"), context));
        ScriptedContext later = context.again();
        later.outcome("call_0", ended(a, Outcome.DENIED, "a person said no."));
        later.outcome("call_1", ended(b, Outcome.DONE, "b is done"));
        assertEquals("done", text(run(turn("do", 2, Map.of()), later)));
        assertEquals(2, requests.size());
        assertEquals("[denied] a person said no.", said(1, 1));
        assertEquals("b is done", said(1, 0));
    }

    private static ToolOutcome ended(ToolCall call, Outcome outcome, String text) {
        return new ToolOutcome.Ended(call, new ToolResult(outcome, text));
    }

    @Test
    void tellsAModelThatWasCutOffThatItWas() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        then((asked, out) -> out.says("first life"));
        run(turn("do"), context);
        ScriptedContext again = context.again();
        TurnOutcome.Answered answered =
                assertInstanceOf(TurnOutcome.Answered.class, run(turn("do", 2, Map.of()), again));
        assertTrue(said(2, 0).startsWith("[The gateway says: You were interrupted by a restart"), said(2, 0));
        assertTrue(answered.transcript().stream().anyMatch(line -> line.role().equals("notice")));
        run(turn("do", 2, Map.of()), again.again());
        assertEquals(1, noticesIn(requests.get(3)), "it is told once");
    }

    private static long noticesIn(JsonNode request) {
        return StreamSupport.stream(request.path("messages").spliterator(), false)
                .filter(message -> message.path("content").asText().startsWith("[The gateway says"))
                .count();
    }

    @Test
    void asksNobodyTwiceAboutWhatWasRefused() {
        for (int i = 0; i < 10; i++) {
            then((asked, out) -> out.calls("terminal", "{ \"command\":\"rm  -rf x\" }"));
        }
        context.outcome("call_0", ended(new ToolCall("call_0", "terminal", "{}"), Outcome.DENIED, "no"));
        TurnOutcome outcome = run(turn("do"), context);
        assertEquals(1, context.calls().size());
        assertEquals(5, requests.size());
        assertTrue(requests.get(4).path("tools").isMissingNode(), "no tools for the last answer");
        assertEquals("no_words", failed(outcome).code().code());
    }

    @Test
    void letsTheModelSayWhatIsOpenWhenItsStepsAreUsedUp() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        then((asked, out) -> out.says("a is done, b is open"));
        assertEquals("a is done, b is open", text(run(host().set("agent.max_turns", 2), turn("do"), context)));
        assertTrue(requests.get(1).path("tools").isMissingNode());
        assertTrue(said(1, 0).contains("last answer"));
    }

    @Test
    void triesAgainWithPausesAndThenFallsBack() {
        then((asked, out) -> out.json(503, "{}"));
        then((asked, out) -> out.json(429, "{}", "Retry-After: 3"));
        then((asked, out) -> out.json(500, "{}"));
        FakeAgentContext host = host().set("fallback_providers", List.of("fake/other-model"));
        assertEquals("done", text(run(host, turn("hi"), context)));
        assertEquals("other-model", requests.get(3).path("model").asText());
        assertEquals(2, pauses.size());
        assertTrue(pauses.get(0).toMillis() >= 500, pauses.toString());
        assertTrue(pauses.get(1).toMillis() >= 3000, pauses.toString());
    }

    @Test
    void saysWhoseAccountIsEmptyAfterGivingThePaymentAMoment() {
        FakeProvider.Script empty = (asked, out) ->
                out.json(403, "{\"error\":{\"code\":\"insufficient_user_quota\",\"message\":\"no quota\"}}");
        then(empty);
        then(empty);
        TurnOutcome.Failed failed = failed(run(turn("你好"), context));
        assertEquals("provider_quota", failed.code().code());
        assertTrue(failed.words().contains("额度") && failed.words().contains("fake"), failed.words());
        assertEquals(2, requests.size());
    }

    @Test
    void asksTheNextProviderAtOnceWhenTheFirstHasNoQuota() {
        then((asked, out) -> out.json(402, "{\"error\":\"Insufficient Balance\"}"));
        FakeAgentContext host =
                host().set("fallback_providers", List.of(Map.of("provider", "fake", "model", "second")));
        assertEquals("done", text(run(host, turn("hi"), context)));
        assertEquals(List.of(), pauses);
    }

    @Test
    void keepsWhatWasSaidWhenTheProviderBreaksOff() {
        then((asked, out) -> out.stream().text("The answer is"));
        TurnOutcome.Failed failed = failed(run(turn("hi"), context));
        assertEquals("The answer is", failed.partial());
        assertEquals("provider_away", failed.code().code());
        assertEquals(1, requests.size(), "what was shown cannot be taken back");
    }

    @Test
    void aTurnThatFailsHandsOnWhatItHadDone() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        then((asked, out) -> out.json(401, "{\"error\":{\"message\":\"bad key\"}}"));
        List<TranscriptLine> done = failed(run(turn("do"), context)).transcript();
        assertEquals(
                List.of("assistant", "tool"),
                done.stream().map(TranscriptLine::role).toList());
        assertEquals("output of call_0", done.get(1).text());
        ScriptedContext next = new ScriptedContext().history(done);
        run(turn("and now?"), next);
        assertEquals("output of call_0", said(2, 1), "the next turn knows of it");
    }

    @Test
    void saysWhichKeyWasRefusedAndWhereItComesFromButNotTheKey() {
        then((asked, out) -> out.json(401, "{\"error\":{\"message\":\"bad key\"}}"));
        TurnOutcome.Failed failed = failed(run(turn("hi"), context));
        assertEquals("provider_key", failed.code().code());
        assertTrue(failed.words().contains("test"), failed.words());
        assertTrue(!failed.words().contains("sk-fake"), failed.words());
    }

    @Test
    void callsATruncatedAnswerTruncated() {
        then((asked, out) -> out.stream().text("half").done("length"));
        TurnOutcome.Failed failed = failed(run(turn("hi"), context));
        assertEquals("output_truncated", failed.code().code());
        assertEquals("half", failed.partial());
        assertTrue(failed.words().contains("truncat"));
    }

    @Test
    void sendsBackNoGarbageThatTheModelWrote() {
        then((asked, out) -> out.calls("terminal", "{\"command\": oops"));
        assertEquals("done", text(run(turn("hi"), context)));
        assertEquals("{\"command\": oops", context.calls().get(0).arguments());
    }

    @Test
    void knowsWhoItIsWhereItSpeaksAndWhatTimeItIs() throws IOException {
        Files.writeString(home.resolve("SOUL.md"), "You are Zoe.");
        FakeAgentContext host = host();
        host.registry()
                .publish(PromptPart.class, "notes", turn -> turn.requester().userId() + " likes tea.");
        host.registry().publish(PromptPart.class, "broken", turn -> {
            throw new IllegalStateException("broken");
        });
        run(host, turn("hi"), context);
        String system = requests.get(0).path("messages").path(0).path("content").asText();
        for (String expected : List.of(
                "You are Zoe.", "ann likes tea.", "\"broken\" would say", "WeChat", "It is Thursday, 1970-01-01")) {
            assertTrue(system.contains(expected), system);
        }
    }

    @Test
    void showsPicturesAndNamesOtherFiles() throws IOException {
        Path picture = Files.write(home.resolve("p.png"), new byte[] {1, 2, 3});
        run(
                turn(
                        "look",
                        1,
                        Map.of(),
                        new Attachment("image", "p.png", "image/png", 3, picture.toString(), null),
                        new Attachment("file", "a.pdf", "application/pdf", 9, "/x/a.pdf", null),
                        new Attachment("voice", "v.amr", "audio/amr", 9, "/x/v.amr", "buy milk")),
                context);
        JsonNode content = requests.get(0).path("messages").path(1).path("content");
        assertEquals(
                "look\n\n[attached file: a.pdf, application/pdf, 9 bytes, at /x/a.pdf]\n\n[voice message] buy milk",
                content.path(0).path("text").asText());
        assertEquals(
                "data:image/png;base64,AQID",
                content.path(1).path("image_url").path("url").asText());
    }

    @Test
    void followsTheWishesOfASurfaceWhereTheApiTakesThem() {
        run(
                turn("hi", 1, Map.of("model", "wished", "temperature", "0.3", "top_p", "x", "reasoning_effort", "low")),
                context);
        assertEquals("wished", requests.get(0).path("model").asText());
        assertEquals("0.3", requests.get(0).path("temperature").asText());
        assertEquals("low", requests.get(0).path("reasoning_effort").asText());
    }

    @Test
    void saysWhatIsMissingWhenNoModelIsConfigured() {
        TurnOutcome.Failed failed = failed(run(new FakeAgentContext("agent-builtin", home), turn("hi"), context));
        assertEquals("no_model", failed.code().code());
        assertTrue(failed.words().contains("model.provider"), failed.words());
    }

    @Test
    void remembersAnAnswerAsAStepBeforeItsCallsBegin() {
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        run(turn("do"), context);
        List<Step> steps = context.steps();
        assertEquals(1, steps.size());
        assertEquals("model", steps.get(0).kind());
        assertTrue(
                steps.get(0).payload().contains("\"id\":\"call_0\""),
                steps.get(0).payload());
    }

    private static List<TranscriptLine> talk(int turns) {
        List<TranscriptLine> lines = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            lines.add(new TranscriptLine("user", "question " + i, null, "t" + i, Instant.EPOCH));
            lines.add(new TranscriptLine(
                    "assistant", "answer " + i + " " + "word ".repeat(200), null, "t" + i, Instant.EPOCH));
        }
        return lines;
    }

    @Test
    void sumsUpATalkThatHasBecomeTooLongAndGoesOnInAChildOfItsSession() {
        then((asked, out) -> out.says("the notes"));
        then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
        ToolCall call = new ToolCall("call_0", "terminal", "{\"command\":\"a\"}");
        context.history(talk(40)).outcome("call_0", new ToolOutcome.Waiting(call, "one"));
        FakeAgentContext host = host().set("compression.threshold_tokens", 4_000);
        assertInstanceOf(TurnOutcome.Waiting.class, run(host, turn("and now?"), context));
        assertTrue(said(0, 0).contains("user: question 0"), said(0, 0));
        JsonNode asked = requests.get(1).path("messages");
        assertTrue(asked.path(1).path("content").asText().contains("the notes"), asked.toString());
        assertEquals("user", asked.path(2).path("role").asText());
        assertTrue(asked.size() < 12, "most of the talk is left out");
        ScriptedContext later = context.again();
        later.outcome("call_0", ended(call, Outcome.DONE, "ok"));
        TurnOutcome.Answered answered =
                assertInstanceOf(TurnOutcome.Answered.class, run(host, turn("and now?", 2, Map.of()), later));
        assertEquals(3, requests.size(), "it is summed up once");
        List<TranscriptLine> carried = java.util.Objects.requireNonNull(answered.carried());
        assertEquals("notice", carried.get(0).role());
        assertTrue(carried.get(0).text().endsWith("the notes"), carried.get(0).text());
        assertEquals("answer 39", carried.get(carried.size() - 1).text().substring(0, 9));
    }

    @Test
    void sumsUpWhenTheProviderSaysThatTheTalkIsTooLong() {
        then((asked, out) -> out.json(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"long\"}}"));
        then((asked, out) -> out.says("the notes"));
        context.history(talk(10));
        assertEquals("done", text(run(turn("hi"), context)));
        assertEquals(3, requests.size());
        then((asked, out) -> out.json(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"long\"}}"));
        assertEquals(
                "provider_too_long",
                failed(run(turn("hi"), new ScriptedContext())).code().code());
    }

    @Test
    void sumsUpWhenAPersonSaysSo() {
        then((asked, out) -> out.says("the notes"));
        context.history(talk(10));
        TurnOutcome.Answered answered = assertInstanceOf(TurnOutcome.Answered.class, run(turn("/compress"), context));
        assertTrue(text(answered).contains("Summed up the"), text(answered));
        assertTrue(answered.carried() != null);
        assertTrue(text(run(turn("/compress"), new ScriptedContext())).contains("nothing"));
        assertEquals(1, requests.size());
    }

    @Test
    void cutsTheOlderResultsOfOneLongTurn() {
        for (int i = 0; i < 12; i++) {
            then((asked, out) -> out.calls("terminal", "{\"command\":\"a\"}"));
            String id = i == 0 ? "call_0" : "call_0-" + i + "-2";
            context.outcome(id, ended(new ToolCall(id, "terminal", "{}"), Outcome.DONE, "line ".repeat(1000)));
        }
        FakeAgentContext host = host().set("compression.threshold_tokens", 8_000);
        assertEquals("done", text(run(host, turn("work"), context)));
        assertEquals(13, requests.size());
        JsonNode messages = requests.get(12).path("messages");
        assertTrue(messages.path(3).path("content").asText().contains("[cut to save room"));
        assertEquals("line ".repeat(1000), said(12, 0));
    }

    @Test
    void hearsWhatAPersonSaysMeanwhile() {
        then((asked, out) -> {
            context.steer("shorter, please");
            out.says("long answer");
        });
        assertEquals("done", text(run(turn("tell me"), context)));
        assertEquals("shorter, please", said(1, 0));
        assertEquals("long answer", said(1, 1));
        assertEquals(
                List.of("model", "steer"),
                context.steps().stream().map(Step::kind).toList());
    }
}
