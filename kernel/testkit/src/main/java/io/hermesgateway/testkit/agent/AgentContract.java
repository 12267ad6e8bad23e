package io.hermesgateway.testkit.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every agent must do; an agent is done when a test that extends this one is green. */
public abstract class AgentContract {
    /** The agent under test; called once per test. */
    protected abstract Agent agent();

    /** Words that make the agent call the terminal tool exactly once. */
    protected abstract String wordsForOneCall();

    /** Words that the agent answers without a tool. */
    protected String plainWords() {
        return "hello";
    }

    /** One run of a turn with these words. */
    protected final TurnOutcome run(Agent agent, String text, ScriptedContext context) {
        Conversation place = Conversation.dm("test", "c");
        Sender ann = Sender.of("test", "ann", "Ann");
        Turn turn = new Turn("t", "s", place, ann, text, List.of(), Instant.EPOCH, 1, null, null, Map.of());
        return agent.run(turn, context);
    }

    @Test
    void answersPlainWords() {
        TurnOutcome outcome = run(agent(), plainWords(), new ScriptedContext());
        assertFalse(
                assertInstanceOf(TurnOutcome.Answered.class, outcome).answer().isEmpty());
    }

    @Test
    void endsItsRunWhereAPersonIsAskedAndGoesOnFromThere() {
        Agent agent = agent();
        ScriptedContext first = new ScriptedContext();
        ToolCall call = onlyCall(agent, first);
        first.outcome(call.id(), new ToolOutcome.Waiting(call, "approval-1"));
        ScriptedContext second = first.again();
        TurnOutcome.Waiting waiting =
                assertInstanceOf(TurnOutcome.Waiting.class, run(agent, wordsForOneCall(), second));
        assertEquals(List.of("approval-1"), waiting.approvalIds());
        ScriptedContext third = second.again();
        third.outcome(call.id(), new ToolOutcome.Ended(call, ToolResult.done("ok")));
        assertInstanceOf(TurnOutcome.Answered.class, run(agent, wordsForOneCall(), third));
        assertEquals(call.id(), third.calls().get(0).id(), "the same call has the same id in every run");
    }

    @Test
    void remembersNothingButItsSteps() {
        ScriptedContext first = new ScriptedContext();
        ToolCall call = onlyCall(agent(), first);
        ScriptedContext second = first.again();
        run(agent(), wordsForOneCall(), second);
        assertEquals(call.id(), second.calls().get(0).id());
    }

    @Test
    void goesOnAfterANo() {
        Agent agent = agent();
        ScriptedContext first = new ScriptedContext();
        ToolCall call = onlyCall(agent, first);
        ScriptedContext second = new ScriptedContext();
        second.outcome(
                call.id(), new ToolOutcome.Ended(call, new ToolResult(ToolResult.Outcome.DENIED, "a person said no")));
        assertInstanceOf(TurnOutcome.Answered.class, run(agent, wordsForOneCall(), second));
    }

    @Test
    void callsNothingOnceItIsCancelled() {
        ScriptedContext context = new ScriptedContext();
        context.cancel();
        run(agent(), wordsForOneCall(), context);
        assertEquals(List.of(), context.calls());
    }

    private ToolCall onlyCall(Agent agent, ScriptedContext context) {
        run(agent, wordsForOneCall(), context);
        assertEquals(1, context.calls().size(), "the words make exactly one call");
        return context.calls().get(0);
    }
}
