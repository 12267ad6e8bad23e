package io.hermesgateway.qqbot.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.qqbot.Rig;
import io.hermesgateway.qqbot.Samples;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.message.Conversation;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TypingTest {
    @TempDir
    Path folder;

    @Test
    void rule31SeldomOnlyInPrivateAndNeverTheLastAnswers() {
        Rig qq = new Rig(folder);
        Outgoing outgoing = Outgoing.of(qq.context, qq.api, HttpClient.newHttpClient(), () -> true, false);
        Typing typing = outgoing.typing();
        outgoing.wrote(Place.c2c("ann"), "m1");
        outgoing.wrote(Place.group("g"), "g1");
        typing.watch(
                new Conversation("qqbot", Conversation.Kind.GROUP, "g", null, null), new TurnEvent.Started("t", 1));
        typing.watch(Samples.ANN, new TurnEvent.Started("t1", 1));
        typing.watch(Samples.ANN, new TurnEvent.Started("t1", 2));
        qq.tasks.runPending();
        List<Rig.Call> signs = qq.calls("POST /v2/users/ann/messages");
        assertEquals(1, signs.size());
        assertEquals(6, signs.get(0).body().path("msg_type").asInt());
        assertEquals("m1", signs.get(0).text("msg_id"));
        assertEquals(1, signs.get(0).body().path("msg_seq").asInt());
        qq.tasks.advance(Duration.ofMinutes(30));
        assertEquals(3, qq.calls("POST /v2/users/ann/messages").size(), "two answers are left");
        typing.watch(Samples.ANN, new TurnEvent.Suspended("t1", List.of("a")));
        outgoing.wrote(Place.c2c("ann"), "m2");
        qq.tasks.advance(Duration.ofMinutes(5));
        assertEquals(3, qq.calls("POST /v2/users/ann/messages").size(), "nobody works any more");
        assertEquals(List.of(), qq.calls("POST /v2/groups/g/messages"));
    }
}
