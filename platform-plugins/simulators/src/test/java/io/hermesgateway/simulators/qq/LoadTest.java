package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much at once. */
@Timeout(180)
class LoadTest extends QqBench {

    @Test
    void replaysTenThousandEventsInOrder() throws Exception {
        client.ready(Client.ALL);
        client.ear().abort();
        await("client_gone");
        qq.act("flood", Json.object().put("user", "alice").put("text", "n").put("count", 10_000));
        client.connect();
        client.resume();
        for (int i = 1; i <= 10_000; i++) {
            JsonNode event = client.next();
            assertEquals("n " + i, event.path("d").path("content").asText());
        }
        assertEquals(10_002, client.next("RESUMED").path("s").asInt());
    }

    @Test
    void holdsTwoHundredConnections() throws Exception {
        List<Client> clients = new ArrayList<>();
        client.token();
        for (int i = 0; i < 200; i++) {
            Client one = client.another();
            one.ready(Client.ALL);
            clients.add(one);
        }
        assertEquals(200, qq.say("alice", "to all").path("sessions").asInt());
        for (Client one : clients) {
            assertEquals(
                    "to all",
                    one.next("C2C_MESSAGE_CREATE").path("d").path("content").asText());
        }
        qq.close(4009, "Session timed out");
        for (Client one : clients) {
            assertEquals(4009, one.ear().end().code());
        }
    }
}
