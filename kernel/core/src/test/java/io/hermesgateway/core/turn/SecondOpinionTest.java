package io.hermesgateway.core.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.approval.ApprovalRules.Mode;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.SecondOpinion;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondOpinionTest {
    /** Runs the message as a command. */
    private static final Agent COMMAND = (turn, context) -> {
        ToolOutcome outcome = context.tools().call(new ToolCall("1", "terminal", turn.text()));
        return outcome instanceof ToolOutcome.Waiting waiting
                ? new TurnOutcome.Waiting(List.of(waiting.approvalId()))
                : TurnOutcome.Answered.text(
                        ((ToolOutcome.Ended) outcome).result().text());
    };

    @TempDir
    Path home;

    private final List<Question> judged = new ArrayList<>();
    private House house;

    @BeforeEach
    void open() {
        house = new House(home);
        house.mode = Mode.SMART;
        house.open(COMMAND);
    }

    private void thinks(SecondOpinion.Kind kind) {
        house.opinion = question -> {
            judged.add(question);
            return new SecondOpinion.Verdict(kind, "it is the build folder");
        };
    }

    private void answer(Choice choice) {
        house.approvals.answer(new Answer(house.pending().id(), choice, House.ANN, House.HERE, "button", null));
        house.work();
    }

    @Test
    void whatIsApprovedRunsWithoutAQuestionAndIsAudited() {
        thinks(SecondOpinion.Kind.APPROVE);
        house.say("1", "rm build");
        assertEquals(List.of("rm build"), house.ran);
        assertEquals(List.of("did rm build"), house.said());
        assertTrue(house.journal.records().stream()
                .anyMatch(stored -> stored.record().payload().contains("second opinion")));
    }

    @Test
    void whatIsAdvisedAgainstIsAskedWithTheWarningAndForThisTimeOnly() {
        thinks(SecondOpinion.Kind.DENY);
        house.say("1", "rm 构建");
        Approval asked = house.pending();
        assertEquals(List.of(Choice.ONCE, Choice.DENY), asked.question().choices());
        assertEquals(
                "复核意见不建议执行：it is the build folder",
                asked.question().reasons().get(1).text());
        answer(Choice.ONCE);
        assertEquals(List.of("rm 构建"), house.ran);
        assertEquals(1, judged.size(), "a person's answer is not judged again");
    }

    @Test
    void aPersonIsAskedWhereTheMatterIsNotClearOrNobodyCanJudge() {
        thinks(SecondOpinion.Kind.ESCALATE);
        house.say("1", "rm a");
        assertEquals(4, house.pending().question().choices().size());
        answer(Choice.DENY);
        house.opinion = question -> {
            throw new IllegalStateException("no model");
        };
        house.say("2", "rm b");
        assertEquals("rm b", house.pending().question().command());
        assertEquals(List.of(), house.ran);
    }

    @Test
    void nobodyJudgesWhatIsHarmlessForbiddenOrGranted() {
        thinks(SecondOpinion.Kind.APPROVE);
        house.always.add("recursive delete");
        for (String command : List.of("ls", "mkfs", "rm c")) {
            house.say(command, command);
        }
        assertEquals(List.of(), judged);
        assertEquals(List.of("ls", "rm c"), house.ran);
    }

    @Test
    void aPlaceWhereNothingDangerousRunsAsksNobody() {
        house.mode = Mode.DENY;
        house.say("1", "rm a");
        assertEquals(List.of(), house.approvals.pendingIn(House.HERE));
        assertEquals(List.of(), house.ran);
        assertTrue(house.said().get(0).startsWith("Not run"), house.said().get(0));
    }
}
