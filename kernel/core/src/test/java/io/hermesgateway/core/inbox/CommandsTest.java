package io.hermesgateway.core.inbox;

import static io.hermesgateway.core.inbox.InboxBench.ANN;
import static io.hermesgateway.core.inbox.InboxBench.BOB;
import static io.hermesgateway.core.inbox.InboxBench.DM;
import static io.hermesgateway.core.inbox.InboxBench.EVE;
import static io.hermesgateway.core.inbox.InboxBench.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.ChatCommand;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path home;

    private InboxBench bench;

    @BeforeEach
    void open() {
        bench = new InboxBench(home);
    }

    private Answer answered() {
        return bench.desk.answers.get(bench.desk.answers.size() - 1);
    }

    @Test
    void aCommandIsNoTurnAndRunsOnce() {
        InboundMessage message = bench.message(DM, ANN, "/stop");
        assertInstanceOf(Accepted.Fresh.class, bench.accept(message));
        assertInstanceOf(Accepted.Known.class, bench.accept(message));
        assertEquals(List.of("stop " + DM.key()), bench.conductor.told);
        assertEquals(List.of(), bench.turns(DM));
        assertEquals(1, bench.replies().size());
    }

    @Test
    void anOperatorsCommandIsAnsweredAtOnceAndTellsWhichTurnItBegan() {
        Conversation cli = Conversation.dm("cli", "operator");
        io.hermesgateway.spi.message.Sender op = io.hermesgateway.spi.message.Sender.of("cli", "operator", null);
        assertTrue(bench.inbox.command(bench.message(cli, op, "hello")).isEmpty());
        Inbox.Said stop = bench.inbox.command(bench.message(cli, op, "/stop")).orElseThrow();
        assertFalse(stop.words().isBlank());
        assertEquals(Optional.empty(), stop.turnId());
        assertEquals(List.of("stop " + cli.key()), bench.conductor.told);
        Inbox.Said queued =
                bench.inbox.command(bench.message(cli, op, "/queue later")).orElseThrow();
        assertTrue(queued.turnId().isPresent());
        assertEquals(List.of("later"), bench.turns(cli));
    }

    @Test
    void whatCameBeforeACommandIsThereWhenItRuns() {
        bench.rules.busy = InboxRules.Busy.STEER;
        List<Accepted> results = bench.inbox.acceptAll(
                bench,
                List.of(
                        bench.message(DM, ANN, "one"),
                        bench.message(DM, ANN, "/status"),
                        bench.message(DM, ANN, "two")),
                "offset",
                "3");
        assertEquals(
                3, results.stream().filter(Accepted.Fresh.class::isInstance).count());
        assertFalse(
                bench.replies().get(0).contains("No session"), bench.replies().get(0));
        assertEquals(
                "3", bench.ledger.read(state -> state.cursor("test", "offset")).orElseThrow());
    }

    @Test
    void namesAreTakenExactlyOrByABeginningThatCanMeanOneThing() {
        assertTrue(bench.ann("/WhoAmI@hermes_bot").contains("ann"));
        assertTrue(bench.ann("/who").contains("ann"));
        bench.ann("/new");
        bench.ann("/res");
        assertEquals(List.of("new " + DM.key()), bench.conductor.told, "restart or reset is not clear");
        assertEquals("", bench.ann("/st"));
        assertEquals("", bench.ann("/etc/passwd is a file"));
        assertEquals("", bench.ann("/dance"));
        assertEquals("", bench.ann("/ help"));
        assertEquals(
                List.of("/res", "/st", "/etc/passwd is a file", "/dance", "/ help"),
                bench.turns(DM),
                "whatever is no command is for the agent");
    }

    @Test
    void aBareApproveAnswersTheOnlyOne() {
        bench.ask("ab12", DM, "rm -rf build");
        assertEquals("decided once", bench.ann("/approve"));
        assertEquals("id-ab12", answered().approvalId());
        assertEquals("command", answered().via());
        assertEquals(DM, answered().where());
        assertEquals(ANN, answered().by());
    }

    @Test
    void aBareApproveListsSeveralAndAnswersNone() {
        bench.ask("ab12", DM, "rm -rf build\nmore");
        bench.ask("cd34", DM, "kill 7");
        String list = bench.ann("/approve always");
        assertTrue(list.contains("ab12  rm -rf build") && list.contains("cd34  kill 7"), list);
        assertFalse(list.contains("more"), list);
        assertEquals(List.of(), bench.desk.answers);
        assertTrue(bench.ann("/deny").contains("cd34"));
        assertEquals(List.of(), bench.desk.answers);
    }

    @Test
    void withNothingPendingItSaysSo() {
        assertTrue(bench.ann("/approve").contains("Nothing is waiting"));
        assertTrue(bench.ann("/deny all").contains("Nothing is waiting"));
    }

    @Test
    void aCodeMeansThatOneWithItsChoiceFromAnyChat() {
        bench.ask("ab12", DM, "rm -rf build");
        bench.ask("cd34", DM, "kill 7");
        bench.says(Conversation.dm("test", "bob-chat"), BOB, "/approve AB12 always");
        assertEquals("id-ab12", answered().approvalId());
        assertEquals(Choice.ALWAYS, answered().choice());
        assertEquals(BOB, answered().by());
        bench.ann("/approve session cd34");
        assertEquals("id-cd34", answered().approvalId());
        assertEquals(Choice.SESSION, answered().choice());
    }

    @Test
    void anUnknownCodeIsTheDesksToTellAndChangesNothing() {
        bench.ask("ab12", DM, "rm -rf build");
        assertEquals("no such approval", bench.ann("/approve zz99"));
        assertEquals("no such approval", bench.ann("/deny zz99"));
        assertEquals("no such approval", bench.ann("/deny zz99 because"));
        assertEquals(1, bench.desk.pending.size());
    }

    @Test
    void allMeansEveryOneOfThisConversation() {
        bench.ask("ab12", DM, "rm -rf build");
        bench.ask("cd34", DM, "kill 7");
        bench.ask("ef56", GROUP, "reboot");
        String words = bench.ann("/approve all session");
        assertEquals("ab12: decided session\ncd34: decided session", words);
        assertEquals(Set.of("ef56"), bench.desk.pending.keySet());
    }

    @Test
    void aDenialTakesACodeAndAReason() {
        bench.ask("ab12", DM, "rm -rf build");
        bench.ask("cd34", DM, "kill 7");
        bench.ann("/deny ab12 use make clean");
        assertEquals("use make clean", answered().reason());
        assertEquals(Choice.DENY, answered().choice());
        bench.ann("/deny not today");
        assertEquals("id-cd34", answered().approvalId());
        assertEquals("not today", answered().reason());
    }

    @Test
    void inAGroupABareApproveMeansOnesOwnFirst() {
        Conversation ann = new Conversation("test", Conversation.Kind.GROUP, "g1", null, "ann");
        Conversation bob = new Conversation("test", Conversation.Kind.GROUP, "g1", null, "bob");
        bench.ask("ab12", ann, "rm -rf build");
        bench.ask("cd34", bob, "kill 7");
        bench.says(GROUP, BOB, "/approve");
        assertEquals("id-cd34", answered().approvalId());
        bench.says(GROUP, BOB, "/approve");
        assertEquals("id-ab12", answered().approvalId(), "the desk says whether he may");
    }

    @Test
    void statusSaysWhatIsGoingOn() {
        bench.ann("build it");
        bench.conductor.standing = List.of(
                new Conductor.Standing("t1", "waiting", "build it"),
                new Conductor.Standing("t2", "queued", "and test"));
        bench.ask("ab12", DM, "rm -rf build");
        bench.ann("/model fast-one");
        String status = bench.ann("/status");
        assertTrue(status.contains(Objects.requireNonNull(bench.session(DM))), status);
        assertTrue(status.contains("Waiting with: build it\nOne more is waiting"), status);
        assertTrue(status.contains("fast-one") && status.contains("ab12  rm -rf build"), status);
    }

    @Test
    void stopAndNewAreTheConductorsWork() {
        bench.conductor.standing =
                List.of(new Conductor.Standing("t1", "running", "a"), new Conductor.Standing("t2", "queued", "b"));
        assertTrue(bench.ann("/stop").contains("everything in line (2)"));
        assertTrue(bench.ann("/reset").contains("new session"));
        assertEquals(List.of("stop " + DM.key(), "new " + DM.key()), bench.conductor.told);
    }

    @Test
    void retrySaysTheLastMessageAgainInOneAppend() {
        bench.ann("first");
        bench.conductor.last = Optional.of(new Conductor.LastTurn("t9", "what I said"));
        bench.ann("/retry");
        assertEquals(List.of("first", "what I said"), bench.turns(DM));
        List<String> kinds = bench.kinds();
        assertEquals(
                List.of("message-seen", "transcript-cut", "message-accepted"),
                kinds.subList(kinds.size() - 3, kinds.size()));
    }

    @Test
    void undoTakesTheLastExchangeBackButNotWhileWorking() {
        bench.ann("first");
        assertTrue(bench.ann("/undo").contains("nothing to take back"));
        bench.conductor.last = Optional.of(new Conductor.LastTurn("t9", "what I said"));
        assertTrue(bench.ann("/undo").contains("what I said"));
        bench.conductor.standing = List.of(new Conductor.Standing("t1", "running", "a"));
        assertTrue(bench.ann("/undo").contains("still working"));
        assertTrue(bench.ann("/retry").contains("still working"));
        assertEquals(1, bench.kinds().stream().filter("transcript-cut"::equals).count());
    }

    @Test
    void aModelIsWishedForOneConversation() {
        assertTrue(bench.ann("/model").contains("configured model"));
        assertTrue(bench.ann("/model big-one").contains("big-one"));
        assertEquals("big-one", bench.preference(DM.key(), "model"));
        assertTrue(bench.ann("/model").contains("big-one"));
        bench.ann("/model default");
        assertEquals("null", bench.preference(DM.key(), "model"));
    }

    @Test
    void queueAndSteerSayWhereTheWordsGo() {
        assertTrue(bench.ann("/queue").contains("after the command"));
        bench.rules.busy = InboxRules.Busy.STEER;
        bench.ann("one");
        String turn = bench.run(DM);
        bench.ann("/queue two");
        bench.ann("/steer three");
        assertEquals(List.of("one", "two"), bench.turns(DM));
        assertEquals(List.of("three"), bench.ledger.read(state -> Objects.requireNonNull(state.turn(turn))
                .steering()));
    }

    @Test
    void homeAndRestartAreForAdmins() {
        bench.access = new Account.Access(Set.of("ann", "bob"), false, Set.of(), Set.of("bob"), true, true, true);
        assertTrue(bench.ann("/sethome").contains("Only an admin"));
        assertTrue(bench.ann("/restart test").contains("Only an admin"));
        assertEquals(List.of(), bench.restarted);
        Conversation chat = new Conversation("test", Conversation.Kind.GROUP, "g:1", "topic", null);
        assertTrue(bench.says(chat, BOB, "/sethome").contains("home of test"));
        assertEquals(Optional.of(chat), bench.ledger.read(state -> HomeChannel.of(state, "test")));
        assertTrue(bench.says(chat, BOB, "/restart").contains("Restarting test"));
        assertTrue(bench.says(chat, BOB, "/restart nowhere").contains("no platform account nowhere"));
        assertEquals(List.of("test"), bench.restarted);
        assertEquals(2, bench.kinds().stream().filter("audited"::equals).count());
    }

    @Test
    void whereNobodyIsAnAdminThoseWhoWereNamedAre() {
        bench.access = new Account.Access(Set.of("*", "ann"), false, Set.of(), Set.of(), true, true, true);
        assertTrue(bench.ann("/whoami").contains("Role: admin"));
        assertTrue(bench.says(Conversation.dm("test", "eve"), EVE, "/whoami").contains("Role: user"));
    }

    @Test
    void commandsAnswerInTheLanguageOfTheConversation() {
        bench.ann("请整理一下");
        assertTrue(bench.ann("/status").contains("会话"));
        assertTrue(
                bench.says(Conversation.dm("test", "bob-chat"), BOB, "/status").contains("No session"));
    }

    @Test
    void helpNamesEveryCommandOnceInBothLanguages() {
        bench.published.put("kanban", command("list — the board", "ok"));
        String english = bench.ann("/help");
        for (String name : List.of(
                "approve",
                "deny",
                "status",
                "stop",
                "new",
                "retry",
                "undo",
                "model",
                "help",
                "queue",
                "steer",
                "sethome",
                "whoami",
                "restart",
                "kanban list — the board")) {
            assertEquals(2, (english + "\n").split("(?m)^/" + name + "\\b", -1).length, name);
        }
        assertTrue(bench.ann("/help 帮助").contains("/stop — 停止"));
    }

    @Test
    void bundlesAddCommandsButDoNotReplaceOurs() {
        bench.published.put("kanban", command("help", "three tasks"));
        bench.published.put("stop", command("help", "hijacked"));
        assertEquals("three tasks", bench.ann("/kanban list"));
        assertFalse(bench.ann("/stop").contains("hijacked"));
    }

    @Test
    void aCommandThatFailsSaysSoAndIsNotRepeated() {
        bench.published.put("boom", command("help", null));
        bench.published.put("no", new ChatCommand() {
            @Override
            public String help(Locale locale) {
                return "";
            }

            @Override
            public String run(Call call) {
                throw new GatewayException(KernelError.NOT_FOUND, "there is no board " + call.arguments());
            }
        });
        assertTrue(bench.ann("/boom").contains("/boom did not work"));
        assertEquals("there is no board x", bench.ann("/no  x "));
        assertEquals(List.of(), bench.turns(DM));
    }

    private static ChatCommand command(String help, @org.jspecify.annotations.Nullable String reply) {
        return new ChatCommand() {
            @Override
            public String help(Locale locale) {
                return help;
            }

            @Override
            public String run(Call call) {
                if (reply == null) {
                    throw new IllegalStateException("broken");
                }
                return reply;
            }
        };
    }
}
