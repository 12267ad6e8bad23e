package io.hermesgateway.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.config.Redactor;
import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.testkit.FakeRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasksTest {
    private final FakeRegistry registry = new FakeRegistry();
    private final Masks masks = new Masks(registry);

    MasksTest() {
        registry.publish(Redaction.class, "kernel", new Redactor(List.of("correct-horse-battery")));
    }

    @Test
    void masksEveryTextOfATreeAndNothingElse() throws Exception {
        var tree = Json.object().put("a", "my correct-horse-battery").put("n", 5);
        tree.putArray("list").add("sk-abcdefghijklmnop").add(true).addObject().put("deep", "correct-horse-battery");
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                "{\"a\":\"my ••••tery\",\"n\":5,\"list\":[\"••••mnop\",true,{\"deep\":\"••••tery\"}]}"),
                masks.tree(tree));
    }

    @Test
    void readsErrorsMoreStrictly() {
        for (String error : List.of(
                "OPENAI_API_KEY=s3cr3tvalue is wrong",
                "{\"api_key\": \"s3cr3tvalue\"}",
                "password=s3cr3tvalue;",
                "Authorization: Bearer s3cr3tvalue",
                "x-token : s3cr3tvalue")) {
            assertFalse(masks.error(error).contains("s3cr3tvalue"), masks.error(error));
        }
        assertTrue(masks.error("OPENAI_API_KEY=s3cr3tvalue").startsWith("OPENAI_API_KEY="));
        for (String plain : List.of(
                "invalid token: must not be empty",
                "max_tokens=4096 is too much",
                "the key is wrong",
                "monkey=banana")) {
            assertEquals(plain, masks.error(plain));
        }
    }

    @Test
    void needsTimeInProportionToTheError() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String part : List.of("token:", "token=", "api_key ", "a.", "bearer   ", "\"", "token: x")) {
                masks.error(part.repeat(200_000 / part.length()));
            }
        });
    }

    @Test
    void withoutAKernelNothingIsKnown() {
        Masks alone = new Masks(new FakeRegistry());
        assertEquals("sk-abcdefghijklmnop", alone.text("sk-abcdefghijklmnop"));
        Redaction.Flow flow = alone.flow();
        assertEquals("sk-", flow.next("sk-") + flow.end());
        assertEquals("x", alone.tree(Json.object().put("a", "x")).path("a").asText());
    }
}
