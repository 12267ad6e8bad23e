package io.hermesgateway.agentdemo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.spi.tool.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoAgentTest {
    private final List<ToolCall> calls = new ArrayList<>();
    private final StringBuilder streamed = new StringBuilder();
    private final Map<String, Tools.ToolOutcome> outcomes = new HashMap<>();
    private boolean cancelled;

    private TurnOutcome run(String text) {
        Turn turn = new Turn(
                "t",
                "s",
                Conversation.dm("test", "c"),
                Sender.of("test", "ann", null),
                text,
                List.of(),
                Instant.EPOCH,
                1,
                null,
                null,
                Map.of());
        return new DemoAgent().run(turn, new Context());
    }

    private static String text(TurnOutcome outcome) {
        return ((Body.Text) ((TurnOutcome.Answered) outcome).answer().get(0)).text();
    }

    private final class Context implements TurnContext, Tools {
        @Override
        public List<Step> steps() {
            return List.of();
        }

        @Override
        public void step(Step step) {
            throw new AssertionError("the demo agent needs no steps");
        }

        @Override
        public List<TranscriptLine> history(int atMost) {
            return List.of();
        }

        @Override
        public Tools tools() {
            return this;
        }

        @Override
        public void emit(TurnEvent event) {
            streamed.append(((TurnEvent.TextDelta) event).text());
        }

        @Override
        public List<String> steering() {
            return List.of();
        }

        @Override
        public boolean cancelled() {
            return cancelled;
        }

        @Override
        public List<ToolSpec> specs() {
            return List.of();
        }

        @Override
        public ToolOutcome call(ToolCall call) {
            calls.add(call);
            return outcomes.getOrDefault(
                    call.id(), new ToolOutcome.Ended(call, ToolResult.done("output of " + call.id())));
        }
    }

    @Test
    void isTheAgentOfKindDemo() {
        assertEquals("demo", new DemoPlugin().agents().get(0).kind());
    }

    @Test
    void echoesWhatItIsToldAndStreamsTheSameText() {
        String message = "今天天气怎么样 " + "😀".repeat(40) + " and so on";
        assertEquals(message, text(run(message)));
        assertEquals(message, streamed.toString());
    }

    @Test
    void runsEachCommandWithAnIdThatStaysTheSame() {
        assertEquals("output of run-0\n\noutput of run-1", text(run("run: echo \"a\"\nRUN: date")));
        assertEquals("{\"command\":\"echo \\\"a\\\"\"}", calls.get(0).arguments());
        assertEquals("run-1", calls.get(1).id());
    }

    @Test
    void waitsForEveryApprovalAtOnce() {
        outcomes.put("run-0", new Tools.ToolOutcome.Waiting(new ToolCall("run-0", "terminal", "{}"), "a0"));
        outcomes.put("run-1", new Tools.ToolOutcome.Waiting(new ToolCall("run-1", "terminal", "{}"), "a1"));
        TurnOutcome.Waiting waiting = assertInstanceOf(TurnOutcome.Waiting.class, run("run: a\nrun: b"));
        assertEquals(List.of("a0", "a1"), waiting.approvalIds());
    }

    @Test
    void helpsInTheLanguageOfThePerson() {
        assertTrue(text(run("help")).contains("demo agent"));
        assertTrue(text(run("帮助")).contains("演示智能体"));
    }

    @Test
    void stopsWhenTheTurnWasCancelled() {
        cancelled = true;
        assertInstanceOf(TurnOutcome.Cancelled.class, run("run: date"));
        assertEquals(List.of(), calls);
    }
}
