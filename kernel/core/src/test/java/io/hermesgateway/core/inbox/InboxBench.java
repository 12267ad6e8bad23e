package io.hermesgateway.core.inbox;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.core.turn.Sessions;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.ChatCommand;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An inbox over a journal in memory, with a desk, a conductor and an outbox that only remember what they were told. */
public final class InboxBench implements Account {
    static final Conversation DM = Conversation.dm("test", "ann-chat");
    static final Conversation GROUP = new Conversation("test", Conversation.Kind.GROUP, "g1", null, null);
    static final Sender ANN = Sender.of("test", "ann", "Ann");
    static final Sender BOB = Sender.of("test", "bob", "Bob");
    static final Sender EVE = Sender.of("test", "eve", "Eve");

    final ManualClock clock = new ManualClock();
    final MemoryJournal journal = new MemoryJournal();
    final Ledger ledger = new Ledger(journal, clock);
    final Ids ids = new RandomIds(new Random(7));
    final Pairing pairing;
    final Rules rules = new Rules();
    final FakeDesk desk = new FakeDesk();
    final FakeConductor conductor = new FakeConductor();
    final Map<String, ChatCommand> published = new TreeMap<>();
    final List<String> restarted = new ArrayList<>();
    final Inbox inbox;
    Account.Access access = users("ann", "bob");
    private int messages;

    InboxBench(Path home) {
        pairing = new Pairing(home, clock, ids);
        inbox = new Inbox(new InboxParts(
                ledger,
                rules,
                pairing,
                desk,
                conductor,
                new FakeMail(),
                ids,
                new Sessions(ids, clock),
                new Published(),
                (platform, who) -> platform.equals("test") && restarted.add(platform)));
    }

    /** These people, in all chats; strangers may ask for a code. */
    static Account.Access users(String... ids) {
        return new Account.Access(Set.of(ids), false, Set.of(), Set.of(), true, true, true);
    }

    @Override
    public String id() {
        return "test";
    }

    @Override
    public Access access() {
        return access;
    }

    InboundMessage message(Conversation place, Sender sender, String text) {
        return InboundMessage.text(
                new MessageKey("test", place.chatId(), "m" + ++messages), place, sender, text, clock.instant());
    }

    Accepted accept(InboundMessage message) {
        return inbox.acceptAll(this, List.of(message), null, null).get(0);
    }

    /** Ann says something in her private chat; what the gateway itself answered. */
    String ann(String text) {
        return says(DM, ANN, text);
    }

    String says(Conversation place, Sender sender, String text) {
        int before = replies().size();
        accept(message(place, sender, text));
        return String.join("\n", replies().subList(before, replies().size()));
    }

    List<String> replies() {
        return deliveries().stream()
                .map(delivery -> ((Body.Text) delivery.body()).text())
                .toList();
    }

    List<Delivery> deliveries() {
        return ledger.read(state ->
                state.deliveries().stream().map(open -> open.delivery()).toList());
    }

    /** The texts of the turns of a lane. */
    List<String> turns(Conversation lane) {
        return ledger.read(state -> state.turns().stream()
                .filter(turn -> turn.conversation.equals(lane))
                .map(turn -> turn.text())
                .toList());
    }

    List<String> kinds() {
        return journal.records().stream().map(stored -> stored.record().kind()).toList();
    }

    @Nullable
    String session(Conversation lane) {
        return ledger.read(state -> state.session(lane));
    }

    String preference(String scope, String name) {
        String value = ledger.read(state -> state.preference(scope, name));
        return value == null ? "null" : value;
    }

    /** The oldest turn of the lane begins to run. */
    String run(Conversation lane) {
        String turn = ledger.read(state -> state.turns().stream()
                .filter(open -> open.conversation.equals(lane))
                .findFirst()
                .orElseThrow()
                .id);
        ledger.commit(state -> List.of(new Fact.TurnStarted(turn, 1)));
        return turn;
    }

    Approval ask(String code, Conversation lane, String command) {
        Question question = new Question(
                "terminal", command, "d-" + code, List.of(), List.of(Choice.ONCE, Choice.ALWAYS, Choice.DENY));
        Approval approval = new Approval(
                "id-" + code, code, lane, ANN, question, "s1", "t1", List.of("k1"), clock.instant(), null, null);
        desk.pending.put(code, approval);
        return approval;
    }

    static final class Rules implements InboxRules {
        Set<String> allowed = Set.of();
        boolean everybody;
        boolean perMember = true;
        boolean perThreadMember;
        Busy busy = Busy.QUEUE;

        @Override
        public Set<String> allowedUsers() {
            return allowed;
        }

        @Override
        public boolean allowAllUsers() {
            return everybody;
        }

        @Override
        public boolean groupSessionsPerUser() {
            return perMember;
        }

        @Override
        public boolean threadSessionsPerUser() {
            return perThreadMember;
        }

        @Override
        public Busy busy() {
            return busy;
        }
    }

    public static final class FakeDesk implements Desk {
        final Map<String, Approval> pending = new LinkedHashMap<>();
        public final List<Answer> answers = new ArrayList<>();

        @Override
        public AnswerResult answer(Answer answer) {
            answers.add(answer);
            Optional<Approval> known = find(answer.approvalId());
            known.ifPresent(approval -> pending.remove(approval.code()));
            return known.<AnswerResult>map(approval -> new AnswerResult.Decided(
                            approval, "decided " + answer.choice().word()))
                    .orElseGet(() -> new AnswerResult.Unknown("no such approval"));
        }

        @Override
        public AnswerResult answerAsOperator(Answer answer) {
            return answer(answer);
        }

        @Override
        public List<Approval> pendingIn(Conversation conversation) {
            return pending.values().stream()
                    .filter(one -> one.conversation().shared().equals(conversation.shared()))
                    .toList();
        }

        @Override
        public Optional<Approval> byCode(String code) {
            return Optional.ofNullable(pending.get(code));
        }

        @Override
        public Optional<Approval> find(String id) {
            return pending.values().stream().filter(one -> one.id().equals(id)).findFirst();
        }

        @Override
        public void withdraw(Conversation conversation, @Nullable String turnId, String why) {
            pending.clear();
        }

        @Override
        public void undeliverable(String approvalId, String why) {
            throw new AssertionError("the inbox does not judge deliveries");
        }
    }

    public static final class FakeConductor implements Conductor {
        @Override
        public Optional<Fact> beginning(State state, String lane, String turnId) {
            return Optional.empty();
        }

        final List<String> told = new ArrayList<>();
        List<Standing> standing = List.of();
        Optional<LastTurn> last = Optional.empty();

        @Override
        public List<Standing> standing(Conversation conversation) {
            return standing;
        }

        @Override
        public int stopAll(Conversation conversation, String why) {
            told.add("stop " + conversation.key());
            return standing.size();
        }

        @Override
        public boolean interrupt(Conversation conversation, String why) {
            told.add("interrupt " + conversation.key());
            return true;
        }

        @Override
        public boolean steer(Conversation conversation, String text) {
            throw new AssertionError("steering is written with its message");
        }

        @Override
        public Optional<String> newSession(Conversation conversation, String why) {
            told.add("new " + conversation.key());
            return Optional.of("s2");
        }

        @Override
        public Optional<LastTurn> lastTurn(Conversation conversation) {
            return last;
        }

        @Override
        public Optional<LastTurn> undo(Conversation conversation) {
            throw new AssertionError("a turn is taken back together with its message");
        }
    }

    private final class FakeMail implements Mail {
        @Override
        public List<Fact.DeliveryQueued> compose(
                State state, Conversation to, List<Body> bodies, @Nullable String turnId, @Nullable String replyTo) {
            return bodies.stream()
                    .map(body -> new Fact.DeliveryQueued(
                            new Delivery(ids.next(), to, body, turnId, replyTo, state.route(to), 1, clock.instant())))
                    .toList();
        }
    }

    private final class Published implements Registry {
        @Override
        public <T> Registration publish(Class<T> contract, String name, T object) {
            throw new AssertionError("the inbox publishes nothing");
        }

        @Override
        public <T> List<Named<T>> all(Class<T> contract) {
            return published.entrySet().stream()
                    .map(entry -> new Named<>(entry.getKey(), contract.cast(entry.getValue())))
                    .toList();
        }

        @Override
        public <T> Optional<T> find(Class<T> contract, String name) {
            return Optional.ofNullable(published.get(name)).map(contract::cast);
        }
    }
}
