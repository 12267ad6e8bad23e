package io.hermesgateway.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.hermesgateway.spi.agent.Titles;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.testkit.agent.FakeAgentContext;
import io.hermesgateway.testkit.agent.ScriptedContext;
import io.hermesgateway.testkit.model.FakeProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TitleTest {
    @TempDir
    Path home;

    private final BlockingQueue<String> titles = new LinkedBlockingQueue<>();
    private final CountDownLatch mayName = new CountDownLatch(1);
    private final FakeProvider provider = new FakeProvider((asked, out) -> {
        boolean title = asked.body().contains("\"tiny\"");
        if (title) {
            await();
        }
        out.says(title ? "\"Tea in the morning.\"" : "done");
    });
    private FakeAgentContext host;

    private void await() {
        try {
            mayName.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void open() {
        host = new FakeAgentContext("agent-builtin", home)
                .provider(provider.base())
                .set("model.small", "tiny");
        host.registry()
                .publish(Titles.class, "kernel", (session, place, title) -> titles.add(session + " is " + title));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    private TurnOutcome say(@Nullable List<TranscriptLine> carried, ScriptedContext context) {
        Conversation place = Conversation.dm("weixin", "c");
        Turn turn = new Turn(
                "t",
                "s1",
                place,
                Sender.of("weixin", "ann", null),
                "tea?",
                List.of(),
                Instant.EPOCH,
                1,
                carried,
                null,
                Map.of());
        return new BuiltInAgent(host, pause -> {}).run(turn, context);
    }

    @Test
    void theFirstExchangeNamesTheSessionAndItsAnswerDoesNotWaitForIt() throws InterruptedException {
        assertInstanceOf(TurnOutcome.Answered.class, say(null, new ScriptedContext()));
        assertEquals(List.of(), List.copyOf(titles));
        mayName.countDown();
        assertEquals("s1 is Tea in the morning", assertNotNullTitle());
    }

    private String assertNotNullTitle() throws InterruptedException {
        String title = titles.poll(60, TimeUnit.SECONDS);
        assertNotNull(title);
        return title;
    }

    @Test
    void nothingElseIsNamed() {
        mayName.countDown();
        TranscriptLine before = new TranscriptLine("user", "hello", null, "t0", Instant.EPOCH);
        say(null, new ScriptedContext().history(List.of(before)));
        say(List.of(), new ScriptedContext());
        host.set("agent.session_titles", false);
        say(null, new ScriptedContext());
        host.set("model.small", "");
        say(null, new ScriptedContext());
        assertEquals(List.of(), host.ran());
    }

    @Test
    void aNameThatCannotBeHadHarmsNothing() {
        provider.script((asked, out) -> {
            if (asked.body().contains("\"tiny\"")) {
                out.json(500, "{}");
            } else {
                out.says("done");
            }
        });
        assertInstanceOf(TurnOutcome.Answered.class, say(null, new ScriptedContext()));
        assertEquals(List.of("a title"), host.ran());
    }
}
