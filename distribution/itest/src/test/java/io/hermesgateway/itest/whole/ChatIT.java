package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Reaction;
import io.hermesgateway.itest.world.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people in a chat get, over the wire of the example platform. */
@Timeout(120)
class ChatIT {
    private static final Person ANN = Person.of("example", "ann");

    @TempDir
    Path folder;

    private FarSide far;
    private Home home;
    private Path victim;
    private Path count;

    @BeforeEach
    void open() throws IOException {
        far = new FarSide(folder.resolve("transcript"));
        home = Home.in(folder.resolve("home")).talkingTo(far).drop(Trial.DIST.example(), "example.jar");
        victim = Files.createDirectories(folder.resolve("victim"));
        count = folder.resolve("count");
    }

    @AfterEach
    void close() throws IOException {
        far.close();
        assertEquals(List.of(), far.complaints());
    }

    private String dangerous() {
        return "run: echo x >> " + count + "; rm -rf " + victim + "; echo gone";
    }

    private Shown question() {
        return far.sees(ANN, "a question", Shown::asks);
    }

    private Shown answered(String text) {
        return far.sees(ANN, "'" + text + "'", one -> one.text().equals(text) && one.state() == null);
    }

    private List<String> counted() throws IOException {
        return Files.exists(count) ? Files.readAllLines(count) : List.of();
    }

    @Test
    void aMessageIsAcknowledgedAndAnsweredOnce() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            String id = far.say(ANN, "good morning");
            answered("good morning");
            Await.until("the acknowledgement", GatewayProcess.PATIENCE, () -> far.acknowledged(id));
            far.cut("example");
            far.say(ANN, "again");
            answered("again");
            assertEquals(1, far.shown(one -> one.text().equals("good morning")).size());
        }
    }

    @Test
    void aButtonOrItsCodeLetsACommandRunAndThePromptSaysSo() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous());
            Shown question = question();
            assertEquals(List.of("once", "session", "always", "deny"), question.choices());
            assertTrue(question.text().contains(victim.toString()), question.text());
            assertEquals(List.of(), counted());
            String click = far.click(ANN, String.valueOf(question.approval()), "once");
            answered("gone");
            far.sees(
                    ANN,
                    "the edited prompt",
                    one -> question.as().equals(one.edits()) && "approved".equals(one.state()));
            assertTrue(String.valueOf(far.wordsFor(click)).contains("Allowed once"), far.wordsFor(click));
            assertEquals(List.of("x"), counted());

            far.say(ANN, dangerous().replace("echo gone", "echo two"));
            Shown second = far.sees(
                    ANN, "another question", one -> one.asks() && !one.as().equals(question.as()));
            far.say(ANN, "/approve " + second.code());
            answered("two");
            assertEquals(List.of("x", "x"), counted());
        }
    }

    @Test
    void whoeverIsDeniedIsToldAndNothingRuns() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous());
            far.say(ANN, "/deny " + question().code() + " not today");
            far.sees(
                    ANN, "the refusal", one -> one.state() == null && one.text().contains("not today"));
            assertTrue(Files.exists(victim));
            assertEquals(List.of(), counted());
        }
    }

    @Test
    void aStrangerGetsACodeAndIsLetInByTheOperator() throws Exception {
        home.config(Home.yaml(far, "[user-bob]"));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "hello?");
            Shown refusal = far.sees(ANN, "a code", one -> one.text().contains("pairing approve example"));
            String code = refusal.text().replaceAll("(?s).*pairing approve example (\\S+).*", "$1");
            assertFalse(far.find(one -> one.text().equals("hello?")).isPresent());
            assertEquals(0, Trial.command(home, "pairing", "approve", "example", code));
            far.say(ANN, "and now?");
            answered("and now?");
        }
    }

    @Test
    void aQuestionOutlivesTheGatewayAndItsCommandRunsOnce() throws Exception {
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous());
            Shown question = question();
            long first = gateway.kill();
            gateway.ready(first);
            assertEquals(
                    "pending",
                    gateway.rows("approvals.list").get(0).path("state").asText());
            far.click(ANN, String.valueOf(question.approval()), "once");
            answered("gone");
            assertEquals(List.of("x"), counted());
            assertEquals(1, far.shown(Shown::asks).size(), "nobody is asked twice");
        }
    }

    @Test
    void aCommandThatRunsWhileTheGatewayDiesIsAdopted() throws Exception {
        Path gate = folder.resolve("gate");
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("example", "online");
            far.say(
                    ANN,
                    "run: echo x >> " + count + "; until [ -e " + gate + " ]; do sleep 0.1; done; echo late; exit 3");
            Await.until("the command runs", GatewayProcess.PATIENCE, () -> Files.exists(count));
            gateway.ready(gateway.kill());
            Files.writeString(gate, "");
            answered("late\n[exit status 3]");
            assertEquals(List.of("x"), counted());
        }
    }

    @Test
    void aSendThatNobodyAnsweredIsUncertainAndNotRepeated() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        far.manners(shown -> shown.text().equals("only once") && broken.compareAndSet(false, true)
                ? Reaction.cut(true)
                : Reaction.show());
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "only once");
            JsonNode row = gateway.row("deliveries.list", "an uncertain delivery", one -> one.path("state")
                    .asText()
                    .equals("uncertain"));
            assertEquals("only once", row.path("excerpt").asText());
            far.say(ANN, "next");
            answered("next");
            assertEquals(1, far.shown(one -> one.text().equals("only once")).size());
        }
    }

    @Test
    void whatTheFarSideRefusesForNowComesLaterAndForGoodIsADeadLetter() throws Exception {
        AtomicBoolean later = new AtomicBoolean();
        far.manners(shown -> switch (shown.text()) {
            case "later" ->
                later.compareAndSet(false, true) ? Reaction.later(Duration.ofSeconds(1), "busy") : Reaction.show();
            case "never" -> Reaction.refuse("blocked");
            default -> Reaction.show();
        });
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "later");
            answered("later");
            far.say(ANN, "never");
            JsonNode row = gateway.row("deliveries.list", "a dead letter", one -> one.path("state")
                    .asText()
                    .equals("failed"));
            assertTrue(row.path("why").asText().contains("blocked"), row.toString());
        }
    }

    @Test
    void sigtermDrainsAndTheQuestionWaitsForTheNextStart() throws Exception {
        String question;
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous());
            question = String.valueOf(question().approval());
            gateway.terminate();
            assertEquals(0, gateway.exit(), gateway.evidence());
        }
        try (GatewayProcess next = Trial.supervised(home)) {
            next.ready().platform("example", "online");
            far.click(ANN, question, "once");
            answered("gone");
            assertEquals(List.of("x"), counted());
        }
    }
}
