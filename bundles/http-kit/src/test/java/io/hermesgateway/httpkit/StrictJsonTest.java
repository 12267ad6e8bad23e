package io.hermesgateway.httpkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictJsonTest {
    private final StrictJson json = new StrictJson();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void readsWhatIsSane() {
        assertEquals(
                "ä\uD83D\uDE00", json.object(bytes("{\"a\":\"ä😀\"}")).path("a").asText());
        assertEquals(1, json.object(bytes("\uFEFF{\"a\":1}")).path("a").asInt());
        assertEquals(0, json.object(new byte[0]).size());
        assertEquals(2, json.value(bytes("[1,2]")).size());
    }

    @Test
    void refusesWhatIsNot() {
        for (String bad : List.of(
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} {}",
                "{\"a\":1}x",
                "{'a':1}",
                "{\"a\":NaN}",
                "[1]",
                "null",
                " ",
                "{\"a\":",
                "{\"a\":\"\u0001\"}",
                "[".repeat(100_000),
                "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"a\":" + "1".repeat(2_000) + "}")) {
            Refused refused = assertThrows(Refused.class, () -> json.object(bytes(bad)));
            assertEquals(400, refused.failure().status());
            assertEquals("invalid_json", refused.failure().code());
        }
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[][] wrong = {
            {'{', '"', (byte) 0xC3, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
            "{\"a\":1}".getBytes(StandardCharsets.UTF_16),
        };
        for (byte[] body : wrong) {
            Refused refused = assertThrows(Refused.class, () -> json.object(body));
            assertTrue(
                    refused.failure().message().contains("UTF-8"),
                    refused.failure().message());
        }
    }
}
