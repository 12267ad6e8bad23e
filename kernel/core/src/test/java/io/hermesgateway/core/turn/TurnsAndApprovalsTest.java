package io.hermesgateway.core.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsAndApprovalsTest {
    @TempDir
    Path home;

    /** Runs the commands of a message, one per word list separated by "&", and answers with their results. */
    private static final Agent COMMANDS = (turn, context) -> {
        List<String> results = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        int number = 0;
        for (String command : turn.text().split("&")) {
            ToolOutcome outcome = context.tools().call(new ToolCall("k" + number++, "terminal", command.strip()));
            if (outcome instanceof ToolOutcome.Waiting w) {
                waiting.add(w.approvalId());
            } else {
                results.add(((ToolOutcome.Ended) outcome).result().outcome().word() + ": "
                        + ((ToolOutcome.Ended) outcome).result().text());
            }
        }
        return waiting.isEmpty()
                ? TurnOutcome.Answered.text(String.join("; ", results))
                : new TurnOutcome.Waiting(waiting);
    };

    private static Answer answer(Approval approval, Choice choice, Sender by) {
        return new Answer(approval.id(), choice, by, House.HERE, "button", null);
    }

    private static Turns.Request request(
            String platform,
            Turns.Asking asking,
            String text,
            @Nullable List<TranscriptLine> history,
            @Nullable String key) {
        return new Turns.Request(
                Conversation.dm(platform, "caller"),
                Sender.of(platform, "caller", null),
                text,
                List.of(),
                null,
                history,
                null,
                Map.of(),
                asking,
                key);
    }

    @Test
    void aMessageIsAnswered() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "date");
        assertEquals(List.of("done: did date"), house.said());
        assertEquals(List.of("date"), house.ran);
        assertTrue(house.ledger.<Boolean>read(state -> state.turns().isEmpty()));
    }

    @Test
    void aTurnThatNeedsAnApprovalIsSuspendedAndItsAnswerResumesIt() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "date & rm x");
        assertEquals(0, house.turns.running());
        assertEquals(List.of("date"), house.ran);
        assertInstanceOf(
                AnswerResult.Decided.class, house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN)));
        house.work();
        assertEquals(List.of("date", "rm x"), house.ran, "what ran before the suspension does not run again");
        assertEquals(List.of("done: did date; done: did rm x"), house.said());
    }

    @Test
    void anApprovalSurvivesACrashAndTheCommandRunsOnce() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm x");
        String id = house.pending().id();
        House after = house.crash(home).open(COMMANDS);
        assertEquals(id, after.pending().id());
        after.approvals.answer(answer(after.pending(), Choice.ONCE, House.ANN));
        after.work();
        assertEquals(List.of("rm x"), after.ran);
        House third = after.crash(home).open(COMMANDS);
        assertEquals(List.of(), third.ran);
        assertInstanceOf(
                AnswerResult.Already.class,
                third.approvals.answer(new Answer(id, Choice.DENY, House.ANN, House.HERE, "button", null)));
    }

    @Test
    void anAnswerThatComesWhileTheCallIsJudgedAgainIsTheAnswer() {
        House dying = new House(home);
        dying.whileToolRuns = () -> dying.journal.failWith("the power is gone");
        dying.open(COMMANDS);
        dying.say("1", "rm x & date");
        House after = dying.crash(home);
        Approval asked = after.pending();
        after.whileItIsJudged = () -> after.approvals.answer(answer(asked, Choice.DENY, House.ANN));
        after.open(COMMANDS);
        assertEquals(List.of(), after.approvals.pendingIn(House.HERE), "nobody is asked twice");
        assertEquals(List.of(), after.ran);
        assertTrue(
                after.said().get(1).contains("a person said no"), after.said().toString());
    }

    @Test
    void aCommandThatRanWhenTheGatewayDiedIsRecoveredAndNotRunAgain() {
        House house = new House(home);
        house.whileToolRuns = () -> house.journal.failWith("the power is gone");
        house.open(COMMANDS);
        house.say("1", "date");
        assertEquals(List.of("date"), house.ran);
        assertEquals(List.of(), house.said());
        House after = house.crash(home).open(COMMANDS);
        assertEquals(List.of(), after.ran);
        assertEquals(List.of("date [pid 1]"), after.recovered);
        assertTrue(after.said().contains("done: recovered date"), after.said().toString());
        assertTrue(after.said().get(0).startsWith("🔄"), "the person is told of the restart");
    }

    @Test
    void stepsAreGivenBackToTheAgent() {
        List<List<Step>> seen = new ArrayList<>();
        Agent agent = (turn, context) -> {
            seen.add(context.steps());
            if (context.steps().isEmpty()) {
                context.step(new Step("model", "{\"call\":\"rm\"}"));
            }
            ToolOutcome outcome = context.tools().call(new ToolCall("k", "terminal", "rm x"));
            return outcome instanceof ToolOutcome.Waiting w
                    ? new TurnOutcome.Waiting(List.of(w.approvalId()))
                    : TurnOutcome.Answered.text("ok");
        };
        House house = new House(home).open(agent);
        house.say("1", "go");
        house.approvals.answer(answer(house.pending(), Choice.DENY, House.ANN));
        house.work();
        assertEquals(List.of(List.of(), List.of(new Step("model", "{\"call\":\"rm\"}"))), seen);
        assertEquals(List.of(), house.ran);
    }

    @Test
    void theModelThatAPersonChoseReachesTheAgent() {
        List<Map<String, String>> seen = new ArrayList<>();
        House house = new House(home).open((turn, context) -> {
            seen.add(turn.options());
            return TurnOutcome.Answered.text("ok");
        });
        house.say("1", "go");
        house.ledger.commit(state -> List.of(new Fact.PreferenceSet(House.HERE.key(), "model", "big-one")));
        house.say("2", "go");
        assertEquals(List.of(Map.of(), Map.of("model", "big-one")), seen);
    }

    @Test
    void aSessionThatBecameTooLongGoesOnAsItsChild() {
        List<String> sessions = new ArrayList<>();
        List<List<String>> histories = new ArrayList<>();
        House house = new House(home).open((turn, context) -> {
            sessions.add(turn.sessionId());
            histories.add(
                    context.history(100).stream().map(TranscriptLine::text).toList());
            List<TranscriptLine> carried = turn.text().equals("two")
                    ? List.of(new TranscriptLine("notice", "the sum", null, null, turn.startedAt()))
                    : null;
            return new TurnOutcome.Answered(List.of(new Body.Text("ok")), List.of(), TurnOutcome.Usage.NONE, carried);
        });
        house.say("1", "one");
        String first = sessions.get(0);
        house.ledger.commit(state -> List.of(new Fact.GrantChanged("key", first, true, "ann")));
        house.say("2", "two");
        house.say("3", "three");
        assertEquals(List.of("one", "ok"), histories.get(1));
        assertEquals(List.of("the sum", "two", "ok"), histories.get(2));
        String child = sessions.get(2);
        assertNotEquals(first, child);
        assertTrue(house.ledger.<Boolean>read(state -> state.granted("key", child)));
        Turns.Request named = new Turns.Request(
                House.HERE, House.ANN, "four", List.of(), first, null, null, Map.of(), Turns.Asking.ATTENDED, null);
        house.turns.start(named, null);
        house.work();
        assertEquals(child, sessions.get(3), "whoever names the old session reaches the new one");
    }

    @Test
    void theFiveOutcomesAreTold() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        house.approvals.answer(
                new Answer(house.pending().id(), Choice.DENY, House.ANN, House.HERE, "button", "too risky"));
        house.work();
        house.say("2", "rm b");
        house.ledger.commit(state -> List.of(new Fact.ApprovalShown(
                house.pending().id(),
                House.HERE,
                "d",
                "m",
                house.clock.instant().plus(house.timeout()))));
        house.tasks.advance(Duration.ofMinutes(61));
        house.work();
        house.say("3", "rm c");
        house.tasks.advance(Duration.ofHours(25));
        house.work();
        house.say("4", "rm d");
        house.approvals.withdraw(House.HERE, null, "new session");
        house.work();
        house.say("5", "rm e");
        house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN));
        house.work();
        List<String> outcomes = house.said().stream()
                .map(text -> text.substring(0, text.indexOf(':')))
                .toList();
        assertEquals(List.of("denied", "expired", "undeliverable", "withdrawn", "done"), outcomes);
        assertTrue(house.said().get(0).contains("too risky"));
        assertEquals(List.of("rm e"), house.ran);
    }

    @Test
    void theClockStartsWhenThePromptWasDelivered() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        house.tasks.advance(Duration.ofHours(5));
        assertEquals(ApprovalState.PENDING, house.pending().state());
        assertEquals(null, house.pending().expiresAt());
    }

    @Test
    void onlyWhoMayAnswerCan() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        Approval approval = house.pending();
        assertInstanceOf(
                AnswerResult.NotAllowed.class, house.approvals.answer(answer(approval, Choice.ONCE, House.BOB)));
        Sender elsewhere = Sender.of("other", "ann", "Ann");
        assertInstanceOf(
                AnswerResult.NotAllowed.class, house.approvals.answer(answer(approval, Choice.ONCE, elsewhere)));
        assertInstanceOf(
                AnswerResult.Unknown.class,
                house.approvals.answer(new Answer("nonsense", Choice.ONCE, House.ANN, null, "button", null)));
        house.approvers =
                new io.hermesgateway.core.approval.ApprovalRules.Approvers(false, true, List.of(), List.of("bob"));
        assertInstanceOf(AnswerResult.Decided.class, house.approvals.answer(answer(approval, Choice.DENY, House.BOB)));
    }

    @Test
    void anOperatorMayAnswerAnything() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        Sender operator = Sender.of("console", "op", "Op");
        assertInstanceOf(
                AnswerResult.Decided.class,
                house.approvals.answerAsOperator(answer(house.pending(), Choice.ONCE, operator)));
    }

    @Test
    void sessionGrantsEndWithTheSessionAndAlwaysIsKept() {
        House house = new House(home).open(COMMANDS);
        house.ledger.commit(state -> List.of(new Fact.SessionOpened("s1", House.HERE, null, "test")));
        house.say("1", "rm a");
        house.approvals.answer(answer(house.pending(), Choice.SESSION, House.ANN));
        house.work();
        house.say("2", "rm b");
        assertEquals(List.of("rm a", "rm b"), house.ran);
        assertTrue(house.always.isEmpty());
        assertNotEquals("s1", house.turns.newSession(House.HERE, "/new").orElseThrow());
        house.say("3", "rm c");
        house.approvals.answer(answer(house.pending(), Choice.ALWAYS, House.ANN));
        house.work();
        assertEquals(java.util.Set.of("recursive delete"), house.always);
    }

    @Test
    void identicalQuestionsShareAPromptAndOnceCoversOnlyItsLeader() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a & rm a");
        assertEquals(1, house.approvals.pendingIn(House.HERE).size());
        house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN));
        house.work();
        assertEquals(List.of("rm a"), house.ran);
        house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN));
        house.work();
        assertEquals(List.of("rm a", "rm a"), house.ran);
    }

    @Test
    void whatIsForbiddenNeverRunsEvenWithApprovalsOff() {
        House house = new House(home);
        house.mode = io.hermesgateway.core.approval.ApprovalRules.Mode.OFF;
        house.open(COMMANDS);
        house.say("1", "rm a & mkfs");
        assertEquals(List.of("rm a"), house.ran);
        assertEquals(List.of("done: did rm a; forbidden: never"), house.said());
    }

    @Test
    void aSurfaceWithoutPeopleGetsThePolicyAtOnce() {
        House house = new House(home).open(COMMANDS);
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "rm a", null, null), null);
        house.work();
        assertEquals(List.of(), house.ran);
        assertTrue(house.ledger.<Boolean>read(state -> state.turns().isEmpty()));
        house.allowUnattended = true;
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "rm b", null, null), null);
        house.work();
        assertEquals(List.of("rm b"), house.ran);
    }

    @Test
    void anAttendedSurfaceWithoutAnOutboxIsShownTheQuestionAsAnEvent() {
        House house = new House(home).open(COMMANDS);
        List<TurnEvent> events = new ArrayList<>();
        house.turns.start(request("api", Turns.Asking.ATTENDED, "rm a", null, null), events::add);
        house.work();
        TurnEvent.ApprovalAsked asked = (TurnEvent.ApprovalAsked) events.get(1);
        Approval approval = house.approvals.find(asked.approval().id()).orElseThrow();
        assertEquals(house.clock.instant().plus(house.timeout()), approval.expiresAt());
        house.approvals.answer(
                new Answer(approval.id(), Choice.ONCE, Sender.of("api", "caller", null), null, "api", null));
        house.work();
        assertEquals("done: did rm a", ((TurnEvent.Ended) events.get(events.size() - 1)).text());
    }

    @Test
    void theSameRequestIsTakenOnce() {
        House house = new House(home).open(COMMANDS);
        Turns.Started first = house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, "key"), null);
        house.work();
        Turns.Started second = house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, "key"), null);
        house.work();
        assertEquals(first, second);
        assertEquals(List.of("date"), house.ran);
        String turnId = ((Turns.Started.Accepted) first).turnId();
        assertEquals("answered", house.turns.find(turnId).orElseThrow().state());
    }

    @Test
    void aRequestThatNothingIsBeforeBeginsInTheAppendThatAsksForIt() {
        House house = new House(home).open((turn, context) -> {
            assertEquals(1, turn.run());
            return TurnOutcome.Answered.text("done");
        });
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, null), null);
        assertEquals(1, written(house, "turn-started"), "begun before its lane was looked at");
        house.work();
        assertEquals(1, written(house, "turn-started"), "and not begun again");
        assertEquals(1, written(house, "turn-ended"));
    }

    @Test
    void aRequestBehindAnotherWaitsForItsTurn() {
        House house = new House(home).open((turn, context) -> TurnOutcome.Answered.text("done"));
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "one", null, null), null);
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "two", null, null), null);
        assertEquals(1, written(house, "turn-started"));
        house.work();
        assertEquals(2, written(house, "turn-started"));
        assertEquals(2, written(house, "turn-ended"));
    }

    @Test
    void aRequestThatWasStoppedBeforeItsLaneWasLookedAtNeverRuns() {
        List<String> runs = new ArrayList<>();
        House house = new House(home).open((turn, context) -> {
            runs.add(turn.id());
            return TurnOutcome.Answered.text("done");
        });
        Turns.Started started = house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, null), null);
        assertTrue(house.turns.stop(((Turns.Started.Accepted) started).turnId(), "no longer"));
        house.work();
        assertEquals(List.of(), runs);
    }

    @Test
    void aRequestThatHadOnlyBegunWhenTheGatewayDiedRunsAfterwards() {
        House house = new House(home).open((turn, context) -> TurnOutcome.Answered.text("done"));
        house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, null), null);
        List<Integer> runs = new ArrayList<>();
        House again = house.crash(home).open((turn, context) -> {
            runs.add(turn.run());
            return TurnOutcome.Answered.text("done");
        });
        assertEquals(List.of(2), runs);
        assertEquals(1, written(again, "turn-ended"));
    }

    private static long written(House house, String kind) {
        return house.journal.records().stream()
                .filter(stored -> stored.record().kind().equals(kind))
                .count();
    }

    @Test
    void requestsWithTheirOwnHistoryDoNotWaitForEachOther() {
        House house = new House(home).open(COMMANDS);
        house.turns.start(request("api", Turns.Asking.ATTENDED, "rm a", List.of(), null), null);
        house.turns.start(request("api", Turns.Asking.ATTENDED, "date", List.of(), null), null);
        house.work();
        assertEquals(List.of("date"), house.ran);
    }

    @Test
    void requestsWithTheirOwnHistoryDoNotWaitForEachOtherInOneSessionEither() {
        House house = new House(home).open(COMMANDS);
        house.turns.start(inSession("rm a", List.of()), null);
        house.turns.start(inSession("date", List.of()), null);
        house.work();
        assertEquals(List.of("date"), house.ran);
        house.turns.start(inSession("rm b", null), null);
        house.turns.start(inSession("ls", null), null);
        house.work();
        assertEquals(List.of("date"), house.ran, "what reads the session waits for what writes it");
    }

    private static Turns.Request inSession(String text, @Nullable List<TranscriptLine> history) {
        Turns.Request plain = request("api", Turns.Asking.ATTENDED, text, history, null);
        return new Turns.Request(
                plain.conversation(),
                plain.requester(),
                text,
                List.of(),
                "one-session",
                history,
                null,
                Map.of(),
                plain.asking(),
                null);
    }

    @Test
    void aFailureTellsWhatHadBeenSaid() {
        House house = new House(home)
                .open((turn, context) -> new TurnOutcome.Failed(KernelError.PLUGIN_FAILED, "It broke.", "so far"));
        house.say("1", "go");
        TurnEvent.Ended end = assertInstanceOf(TurnEvent.Ended.class, house.events.get(house.events.size() - 1));
        assertEquals("so far", end.partial());
        assertEquals("so far\n\nIt broke.", end.text());
    }

    @Test
    void oneConversationIsOneLane() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        house.say("2", "date");
        assertEquals(List.of(), house.ran);
        house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN));
        house.work();
        assertEquals(List.of("rm a", "date"), house.ran);
    }

    @Test
    void stopEndsTheTurnWithdrawsItsQuestionAndKillsWhatRan() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm a");
        Approval approval = house.pending();
        house.say("2", "date");
        assertEquals(2, house.turns.stopAll(House.HERE, "/stop"));
        house.work();
        assertEquals(List.of(), house.ran);
        assertEquals(
                ApprovalState.WITHDRAWN,
                house.approvals.find(approval.id()).orElseThrow().state());

        House dying = new House(home, house.clock, house.journal);
        dying.whileToolRuns = () -> dying.journal.failWith("the power is gone");
        dying.open(COMMANDS);
        dying.say("3", "date");
        House after = dying.crash(home);
        after.turns.stopAll(House.HERE, "/stop");
        after.work();
        assertEquals(List.of("date [pid 1]"), after.recovered, "the tool was told to end what it had started");
    }

    @Test
    void aTurnWaitsWhileThereIsNoAgent() {
        House house = new House(home).open(COMMANDS);
        house.agent = null;
        house.say("1", "date");
        assertEquals(List.of(), house.said());
        house.agent = COMMANDS;
        house.turns.agentChanged();
        house.work();
        assertEquals(List.of("done: did date"), house.said());
    }

    @Test
    void nothingBeginsBeforeThePluginsHadTheirChanceToStart() {
        House house = new House(home);
        house.agent = COMMANDS;
        house.say("1", "date");
        house.turns.agentChanged();
        house.work();
        assertEquals(List.of(), house.ran);
        house.open(COMMANDS);
        assertEquals(List.of("done: did date"), house.said());
    }

    @Test
    void aTurnThatNeverGetsAnywhereIsGivenUp() {
        House house = new House(home).open((turn, context) -> {
            throw new AssertionError("the host dies here");
        });
        House next = house;
        for (int life = 0; life < 12; life++) {
            House now = next;
            org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, () -> {
                if (now.journal.records().isEmpty()) {
                    now.say("1", "kill");
                } else {
                    now.open((turn, context) -> {
                        throw new AssertionError("and here");
                    });
                }
            });
            next = now.crash(home);
        }
        House last = next.open(COMMANDS);
        assertEquals(List.of(), last.ran);
        assertTrue(
                last.said().get(last.said().size() - 1).contains("stopped trying"),
                last.said().toString());
    }

    @Test
    void aTurnWithAnAnswerOfAPersonIsNeverGivenUp() {
        House house = new House(home).open(COMMANDS);
        house.say("1", "rm x");
        house.approvals.answer(answer(house.pending(), Choice.ONCE, House.ANN));
        House next = house.crash(home);
        for (int life = 0; life < 20; life++) {
            House now = next;
            org.junit.jupiter.api.Assertions.assertThrows(
                    AssertionError.class,
                    () -> now.open((turn, context) -> {
                        throw new AssertionError("killed from outside");
                    }));
            next = now.crash(home);
        }
        assertEquals(List.of("rm x"), next.open(COMMANDS).ran);
    }

    @Test
    void wordsThatSteerReachTheAgentOnce() {
        List<String> heard = new ArrayList<>();
        House house = new House(home);
        house.open((turn, context) -> {
            house.turns.steer(House.HERE, "be brief");
            context.step(new Step("steer", "be brief"), context.steering());
            heard.addAll(context.steering());
            return TurnOutcome.Answered.text("ok");
        });
        house.say("1", "go");
        assertEquals(List.of(), heard);
        house.work();
        assertEquals(List.of("ok"), house.said());
    }

    @Test
    void wordsThatSteerAreGivenAgainWhenTheGatewayDiedBeforeTheyWereHeard() {
        House house = new House(home);
        List<String> heard = new ArrayList<>();
        house.open((turn, context) -> {
            house.turns.steer(House.HERE, "be brief");
            heard.addAll(context.steering());
            throw new AssertionError("killed from outside");
        });
        org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, () -> house.say("1", "go"));
        House next = house.crash(home);
        next.open((turn, context) -> {
            heard.addAll(context.steering());
            context.step(new Step("steer", ""), context.steering());
            heard.addAll(context.steering());
            return TurnOutcome.Answered.text("ok");
        });
        assertEquals(List.of("be brief", "be brief"), heard);
    }

    @Test
    void theTranscriptKeepsWhereAnAttachmentLiesAndNeverWhatIsInIt() {
        House house = new House(home).open((turn, context) -> TurnOutcome.Answered.text("ok"));
        List<Attachment> attachments = List.of(
                new Attachment("image", "p.png", "image/png", 3, "/media/p.png", null),
                new Attachment(
                        "image", "image", "image/png", 9_999, "data:image/png;base64," + "A".repeat(9_000), null));
        Turns.Request asked = new Turns.Request(
                House.HERE, House.ANN, "look", attachments, null, null, null, Map.of(), Turns.Asking.ATTENDED, null);
        house.turns.start(asked, null);
        house.work();
        String session = house.ledger.read(state -> java.util.Objects.requireNonNull(state.session(House.HERE)));
        String details = String.valueOf(
                house.ledger.read(state -> state.tails().of(session)).get(0).details());
        assertTrue(details.contains("\"location\":\"/media/p.png\""), details);
        assertFalse(details.contains("AAAA"), details);
    }

    @Test
    void theNextTurnKnowsWhatATurnHadDoneThatWasStoppedOrFailed() {
        House house = new House(home);
        house.open((turn, context) -> {
            if (turn.text().equals("go")) {
                context.tools().call(new ToolCall("1", "terminal", "touch x"));
                return new TurnOutcome.Failed(KernelError.PLUGIN_FAILED, "broken", null);
            }
            return TurnOutcome.Answered.text(context.history(10).stream()
                    .map(line -> line.role() + ": " + line.text())
                    .collect(java.util.stream.Collectors.joining(" / ")));
        });
        house.say("1", "go");
        house.say("2", "what happened?");
        assertEquals(
                "user: go / notice: This turn ended without an answer. Its tool calls until then:\n"
                        + "- terminal touch x → done: did touch x / assistant: broken",
                house.said().get(1));
    }

    @Test
    void wordsThatCameTooLateToSteerBecomeTheNextTurn() {
        House house = new House(home);
        house.open((turn, context) -> {
            if (turn.text().equals("go")) {
                house.turns.steer(House.HERE, "and be brief");
            }
            return TurnOutcome.Answered.text("heard: " + turn.text());
        });
        house.say("1", "go");
        house.work();
        assertEquals(List.of("heard: go", "heard: and be brief"), house.said());
    }

    @Test
    void undoTakesTheLastTurnBack() {
        House house = new House(home).open(COMMANDS);
        house.ledger.commit(state -> List.of(new Fact.SessionOpened("s1", House.HERE, null, "test")));
        house.say("1", "date");
        house.say("2", "uptime");
        assertEquals("uptime", house.turns.undo(House.HERE).orElseThrow().text());
        assertEquals("date", house.turns.lastTurn(House.HERE).orElseThrow().text());
    }

    @Test
    void aFullDiskDelaysTheAnswerAndLosesNothing() {
        House house = new House(home);
        house.open((turn, context) -> {
            house.journal.failWith("the disk is full");
            return TurnOutcome.Answered.text("the answer");
        });
        house.say("1", "go");
        assertEquals(List.of(), house.said());
        house.journal.failWith(null);
        house.tasks.advance(Duration.ofSeconds(2));
        house.work();
        assertEquals(List.of("the answer"), house.said());
    }

    @Test
    void nothingBeginsWhileTheGatewayDrains() {
        House house = new House(home).open(COMMANDS);
        assertTrue(house.turns.drain(() -> false));
        house.say("1", "date");
        assertEquals(List.of(), house.ran);
        assertInstanceOf(
                Turns.Started.Refused.class,
                house.turns.start(request("api", Turns.Asking.UNATTENDED, "date", null, null), null));
        assertFalse(house.crash(home).open(COMMANDS).ran.isEmpty(), "it runs after the restart");
    }
}
