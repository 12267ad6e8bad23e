package io.hermesgateway.agentdemo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import io.hermesgateway.testkit.agent.AgentContract;
import io.hermesgateway.testkit.agent.ScriptedContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoAgentTest extends AgentContract {
    private final ScriptedContext context = new ScriptedContext();

    @Override
    protected Agent agent() {
        return new DemoAgent();
    }

    @Override
    protected String wordsForOneCall() {
        return "run: date";
    }

    private TurnOutcome run(String text) {
        return run(agent(), text, context);
    }

    private static String text(TurnOutcome outcome) {
        return ((Body.Text) ((TurnOutcome.Answered) outcome).answer().get(0)).text();
    }

    @Test
    void isTheAgentOfKindDemo() {
        assertEquals("demo", new DemoPlugin().agents().get(0).kind());
    }

    @Test
    void echoesWhatItIsToldAndStreamsTheSameText() {
        String message = "今天天气怎么样 " + "😀".repeat(40) + " and so on";
        assertEquals(message, text(run(message)));
        assertEquals(message, context.streamed());
    }

    @Test
    void runsEachCommandWithAnIdThatStaysTheSame() {
        assertEquals("output of run-0\n\noutput of run-1", text(run("run: echo \"a\"\nRUN: date")));
        assertEquals("{\"command\":\"echo \\\"a\\\"\"}", context.calls().get(0).arguments());
        assertEquals("run-1", context.calls().get(1).id());
    }

    @Test
    void waitsForEveryApprovalAtOnce() {
        context.outcome("run-0", new ToolOutcome.Waiting(new ToolCall("run-0", "terminal", "{}"), "a0"));
        context.outcome("run-1", new ToolOutcome.Waiting(new ToolCall("run-1", "terminal", "{}"), "a1"));
        TurnOutcome.Waiting waiting = assertInstanceOf(TurnOutcome.Waiting.class, run("run: a\nrun: b"));
        assertEquals(List.of("a0", "a1"), waiting.approvalIds());
    }

    @Test
    void helpsInTheLanguageOfThePerson() {
        assertTrue(text(run("help")).contains("demo agent"));
        assertTrue(text(run("帮助")).contains("演示智能体"));
    }
}
