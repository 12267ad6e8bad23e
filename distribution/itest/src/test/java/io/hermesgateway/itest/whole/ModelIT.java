package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Shown;
import io.hermesgateway.testkit.model.Answering;
import io.hermesgateway.testkit.model.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built-in agent in a whole gateway, between a chat and a provider. */
@Timeout(300)
class ModelIT {
    private static final Person ANN = Person.of("example", "ann");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final FakeProvider provider = new FakeProvider(this::answer);
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile String key = "sk-good-1234567890";
    private FarSide far;
    private Home home;
    private Path count;

    @BeforeEach
    void open() throws IOException {
        far = new FarSide(folder.resolve("transcript"));
        home = Home.in(folder.resolve("home")).drop(Trial.DIST.example(), "example.jar");
        home.config(Home.yaml(far, "[\"*\"]") + model("openkey", "gpt-4o-mini"));
        home.write(".env", "OPENKEY_API_KEY=" + key + "\n");
        count = folder.resolve("count");
    }

    private String model(String named, String model) {
        return "model: { provider: %s, default: %s }\n".formatted(named, model)
                + "providers:\n  openkey: { base_url: \"%s\", api_key_env: OPENKEY_API_KEY }\n"
                        .formatted(provider.base());
    }

    @AfterEach
    void close() throws IOException {
        open.countDown();
        far.close();
        provider.close();
        assertEquals(List.of(), far.complaints());
        assertEquals(List.of(), provider.complaints());
    }

    /** A model that runs what it is told to, tells the result, waits when asked to, and else repeats the words. */
    private void answer(FakeProvider.Asked asked, Answering out) throws IOException {
        if (!asked.headers().getOrDefault("authorization", "").equals("Bearer " + key)) {
            out.json(401, "{\"error\":{\"message\":\"Invalid Token\"}}");
            return;
        }
        JsonNode request = JSON.readTree(asked.body());
        if (request.path("model").asText().equals("tiny")) {
            String task = request.path("messages").path(0).path("content").asText();
            out.says(task.startsWith("You guard") ? "APPROVE: build output" : "Cleaning up");
            return;
        }
        requests.add(request);
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        String said = last.path("content").asText();
        if (said.startsWith("run: ") && last.path("role").asText().equals("user")) {
            out.calls("terminal", "{\"command\":" + Answering.quoted(said.substring(5)) + "}");
        } else if (said.startsWith("note: ")) {
            out.calls("memory", "{\"action\":\"add\",\"content\":" + Answering.quoted(said.substring(6)) + "}");
        } else if (said.equals("endless")) {
            out.stream();
            while (true) {
                out.text("and so on, ");
            }
        } else if (said.contains("hold")) {
            out.stream();
            try {
                assertTrue(open.await(120, TimeUnit.SECONDS));
            } catch (InterruptedException closed) {
                throw new IOException(closed);
            }
            out.text("held: " + said).done("stop");
        } else {
            out.says("heard: " + said);
        }
    }

    private void heard(String text) {
        Await.until("'" + text + "' among " + far.shown(), Duration.ofMinutes(2), () -> far.find(
                        one -> one.text().equals(text) && one.state() == null)
                .isPresent());
    }

    private List<String> counted() throws IOException {
        return Files.exists(count) ? Files.readAllLines(count) : List.of();
    }

    private String dangerous(String rest) {
        return "run: echo x >> " + count + "; rm -rf " + folder.resolve("victim") + "; echo " + rest;
    }

    @Test
    void aQuestionOfTheModelOutlivesTheGatewayAndItsCommandRunsOnce() throws Exception {
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous("gone"));
            Shown question = far.sees(ANN, "a question", Shown::asks);
            gateway.ready(gateway.kill());
            far.click(ANN, String.valueOf(question.approval()), "once");
            heard("heard: gone");
            assertEquals(List.of("x"), counted());
            assertEquals(2, requests.size(), "the model is not asked again for what it said before");
            assertEquals(1, far.shown(Shown::asks).size(), "nobody is asked twice");
        }
    }

    @Test
    void aCheapModelSparesQuestionsAndNamesTheSessionAndNotesReachTheNextTurn() throws Exception {
        home.config(Home.yaml(far, "[\"*\"]")
                + model("openkey", "gpt-4o-mini").replace("default:", "small: tiny, default:")
                + "approvals: { mode: smart }\nagent: { disabled_toolsets: [web] }\n");
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, dangerous("gone"));
            heard("heard: gone");
            assertEquals(List.of("x"), counted());
            assertEquals(List.of(), far.shown(Shown::asks), "nobody was asked");
            String tools =
                    requests.get(0).path("tools").findValuesAsText("name").toString();
            assertTrue(tools.contains("terminal") && !tools.contains("web_fetch"), tools);
            Await.until("the title", GatewayProcess.PATIENCE, () -> gateway.call("sessions.list", Map.of())
                    .toString()
                    .contains("\"title\":\"Cleaning up\""));
            far.say(ANN, "note: likes tea");
            heard("heard: - likes tea");
            far.say(ANN, "and now?");
            heard("heard: and now?");
            JsonNode next = requests.get(requests.size() - 1).path("messages").path(0);
            assertTrue(next.path("content").asText().contains("- likes tea"), next.toString());
        }
    }

    @Test
    void aTurnGoesOnAfterACrashWithWhatItsCommandHadDone() throws Exception {
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "run: echo x >> " + count + "; echo hold on");
            Await.until("the second question to the model", GatewayProcess.PATIENCE, () -> requests.size() == 2);
            gateway.ready(gateway.kill());
            far.sees(ANN, "the notice", one -> one.text().startsWith("🔄"));
            Await.until("the third question to the model", GatewayProcess.PATIENCE, () -> requests.size() == 3);
            JsonNode messages = requests.get(2).path("messages");
            assertEquals(
                    "hold on",
                    messages.path(messages.size() - 2).path("content").asText());
            String notice = messages.path(messages.size() - 1).path("content").asText();
            assertTrue(notice.contains("interrupted by a restart"), notice);
            far.sees(ANN, "the answer", one -> one.text().startsWith("heard: [The gateway says"));
            assertEquals(List.of("x"), counted());
        }
    }

    @Test
    void aKeyAndAModelThatChangeCountFromTheNextTurnOn() throws Exception {
        home.write(".env", "OPENKEY_API_KEY=sk-old-1234567890\n");
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "one");
            Shown refused = far.sees(ANN, "the refusal", one -> one.text().contains("refuses the key"));
            assertTrue(refused.text().contains(".env"), refused.text());
            home.write(".env", "OPENKEY_API_KEY=" + key + "\n");
            home.config(Home.yaml(far, "[\"*\"]") + model("openkey", "gpt-5"));
            Await.until("the new model", GatewayProcess.PATIENCE, () -> {
                far.say(ANN, "two");
                Await.within(Duration.ofSeconds(2), () -> !requests.isEmpty());
                return requests.stream()
                        .anyMatch(request -> request.path("model").asText().equals("gpt-5"));
            });
            JsonNode check = gateway.call("doctor.model", Map.of()).path(0);
            assertEquals("ok", check.path("state").asText(), check.toString());
            assertTrue(check.path("detail").asText().contains("••••7890 from .env"), check.toString());
        }
    }

    @Test
    void theModelOfAnotherProviderIsFoundBeforeItIsAsked() throws Exception {
        home.config(Home.yaml(far, "[\"*\"]") + model("openrouter", "openkey/gpt-4o-mini"));
        home.write(".env", "OPENROUTER_API_KEY=sk-or-1234567890\nOPENKEY_API_KEY=" + key + "\n");
        assertEquals(1, Trial.command(home, "config", "check"));
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            JsonNode config = gateway.call("status", Map.of()).path("config");
            assertTrue(config.path("error").asText().contains("config.yaml:8: model.default"), config.toString());
            far.say(ANN, "hello");
            far.sees(ANN, "what to do", one -> one.text().contains("model.provider: openkey"));
            assertEquals(List.of(), requests);
        }
    }

    @Test
    void commandsReachTheTalkWithTheModel() throws Exception {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("example", "online");
            far.say(ANN, "endless");
            Await.until("the endless answer", GatewayProcess.PATIENCE, () -> !requests.isEmpty());
            far.say(ANN, "/stop");
            Await.until("the end of the connection", GatewayProcess.PATIENCE, () -> provider.brokenOff() == 1);
            far.say(ANN, "first");
            heard("heard: first");
            far.say(ANN, "/retry");
            Await.until(
                    "the same again",
                    GatewayProcess.PATIENCE,
                    () -> far.shown(one -> one.text().equals("heard: first")).size() == 2);
            far.say(ANN, "/undo");
            far.sees(
                    ANN,
                    "the undoing",
                    one -> one.text().contains("first") && !one.text().startsWith("heard"));
            far.say(ANN, "/model gpt-5");
            far.sees(ANN, "the model", one -> one.text().contains("gpt-5"));
            far.say(ANN, "second");
            heard("heard: second");
            JsonNode last = requests.get(requests.size() - 1);
            assertEquals("gpt-5", last.path("model").asText());
            assertTrue(!last.toString().contains("heard: first"), "what was taken back is not told");
            far.say(ANN, "please hold");
            Await.until("the held answer", GatewayProcess.PATIENCE, () -> requests.get(requests.size() - 1)
                    .toString()
                    .contains("please hold"));
            String steer = far.say(ANN, "/steer make it short");
            String queue = far.say(ANN, "/queue afterwards");
            Await.until(
                    "both are taken",
                    GatewayProcess.PATIENCE,
                    () -> far.acknowledged(steer) && far.acknowledged(queue));
            open.countDown();
            heard("heard: make it short");
            heard("heard: afterwards");
            far.say(ANN, "/new");
            far.say(ANN, "third");
            heard("heard: third");
            assertEquals(2, requests.get(requests.size() - 1).path("messages").size(), "a new session begins empty");
        }
    }
}
