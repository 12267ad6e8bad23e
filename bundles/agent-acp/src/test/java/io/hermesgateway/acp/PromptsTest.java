package io.hermesgateway.acp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {
    @TempDir
    Path home;

    /** The blocks after the words. */
    private static JsonNode block(boolean images, Attachment one, int index) {
        Conversation place = Conversation.dm("test", "c");
        Sender ann = Sender.of("test", "ann", null);
        Turn turn = new Turn("t", "s", place, ann, "look", List.of(one), Instant.EPOCH, 1, null, null, Map.of());
        return new Prompts(new ObjectMapper())
                .of(turn, List.of(), false, images)
                .path(index);
    }

    private static Attachment image(String location) {
        return new Attachment("image", "p.png", "image/png", 3, location, null);
    }

    @Test
    void aPictureIsShownToAnAgentThatSeesAndLinkedForOneThatDoesNot() throws IOException {
        String file = Files.write(home.resolve("p.png"), new byte[] {1, 2, 3}).toString();
        JsonNode shown = block(true, image(file), 1);
        assertEquals(
                "image AQID",
                shown.path("type").asText() + " " + shown.path("data").asText());
        assertEquals("resource_link", block(false, image(file), 1).path("type").asText());
    }

    @Test
    void aPictureInsideARequestIsShownAndOneElsewhereLinked() {
        JsonNode inline = block(true, image("data:image/png;base64,AQID"), 1);
        assertEquals(
                "image AQID",
                inline.path("type").asText() + " " + inline.path("data").asText());
        assertEquals(
                "[image p.png, which you cannot see]",
                block(false, image("data:image/png;base64,AQID"), 1)
                        .path("text")
                        .asText());
        assertEquals(
                "https://a/p.png",
                block(true, image("https://a/p.png"), 1).path("uri").asText());
    }

    @Test
    void whatAVoiceMessageSaidStandsInWords() throws IOException {
        String file = Files.write(home.resolve("v.amr"), new byte[] {1}).toString();
        Attachment voice = new Attachment("voice", "v.amr", "audio/amr", 1, file, "buy milk");
        assertEquals(
                "[voice v.amr:] buy milk", block(true, voice, 1).path("text").asText());
        assertEquals("resource_link", block(true, voice, 2).path("type").asText());
    }
}
