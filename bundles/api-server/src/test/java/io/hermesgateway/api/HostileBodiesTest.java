package io.hermesgateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.httpkit.Refused;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends, it gets a clean status, and nothing of it stays behind. The seeds are fixed. */
@Timeout(180)
class HostileBodiesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "text",
            "input_text",
            "image_url",
            "input_image",
            "file",
            "refusal",
            "user",
            "assistant",
            "system",
            "https://a/b",
            "data:image/png,",
            "data:,x",
            "\ud83d",
            "null",
            "\u0000",
            "true",
            "x".repeat(70_000));
    private static final List<String> NAMES = List.of(
            "type",
            "text",
            "image_url",
            "url",
            "detail",
            "content",
            "role",
            "messages",
            "input",
            "stream",
            "model",
            "conversation",
            "conversation_history",
            "previous_response_id",
            "instructions",
            "tools",
            "metadata",
            "model_options",
            "provider",
            "store",
            "truncation");

    @TempDir
    Path home;

    private static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth > 5 ? 5 : 8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextGaussian() * 1e9);
            case 3, 4 -> NODES.textNode(WORDS.get(random.nextInt(WORDS.size())));
            case 5, 6 -> object(random, depth);
            default -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(any(random, depth + 1));
                }
                yield array;
            }
        };
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), any(random, depth + 1));
        }
        return object;
    }

    @Test
    void anyContentIsReadOrRefused() {
        Random random = new Random(20_260_101);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            JsonNode content = any(random, 0);
            try {
                MessageContent known = MessageContent.of(content, "here");
                assertTrue(known.text().length() <= 65_536);
                read++;
            } catch (Refused refused) {
                assertEquals(400, refused.failure().status());
                assertEquals("here", refused.failure().param());
            }
            MessageContent.textOf(content);
        }
        assertTrue(read > 0 && read < 20_000, "both happen");
    }

    @Test
    void anyBodyGetsACleanStatus() {
        Random random = new Random(20_260_102);
        try (ApiHouse house = new ApiHouse(home)) {
            for (int i = 0; i < 400; i++) {
                ObjectNode body = object(random, 0);
                if (random.nextBoolean()) {
                    body.set(
                            "messages", NODES.arrayNode().add(object(random, 1)).add(message(random)));
                    body.set("input", NODES.arrayNode().add(object(random, 1)).add(message(random)));
                }
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                if (random.nextInt(4) == 0 && bytes.length > 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                String path = random.nextBoolean() ? "/v1/chat/completions" : "/v1/responses";
                HttpResponse<String> response = house.send(house.request(path)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build());
                assertTrue(List.of(200, 400, 404).contains(response.statusCode()), response.body());
            }
            assertEquals(200, house.chat("still here").statusCode());
        }
    }

    private static ObjectNode message(Random random) {
        ObjectNode message = NODES.objectNode().put("role", "user");
        message.set("content", random.nextInt(3) == 0 ? any(random, 3) : NODES.textNode("hello"));
        return message;
    }
}
