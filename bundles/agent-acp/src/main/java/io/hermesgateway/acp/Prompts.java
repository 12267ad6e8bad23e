package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.message.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** Makes the content of a prompt: what was said before when the agent does not know it, instructions, words, files. */
final class Prompts {
    private static final long LARGEST_IMAGE = 8L << 20;
    private static final int MOST_BEFORE = 40_000;
    private static final String RESUMED =
            "[The gateway was restarted while you worked on this. Go on where you stopped. Do not repeat what you have"
                    + " already done; when you are not sure whether something was done, look first.]";

    private final ObjectMapper json;

    Prompts(ObjectMapper json) {
        this.json = json;
    }

    ArrayNode of(Turn turn, List<TranscriptLine> before, boolean again, boolean images) {
        ArrayNode blocks = json.createArrayNode();
        if (!before.isEmpty()) {
            text(blocks, "[What was said before in this conversation:]\n" + transcript(before));
        }
        if (turn.instructions() != null && !turn.instructions().isBlank()) {
            text(blocks, "[Instructions:]\n" + turn.instructions());
        }
        if (again) {
            text(blocks, RESUMED);
        }
        text(blocks, turn.text());
        turn.attachments().forEach(one -> attach(blocks, one, images));
        return blocks;
    }

    ArrayNode words(List<String> words) {
        ArrayNode blocks = json.createArrayNode();
        words.forEach(one -> text(blocks, one));
        return blocks;
    }

    private static void text(ArrayNode blocks, String words) {
        blocks.addObject().put("type", "text").put("text", words);
    }

    private static String transcript(List<TranscriptLine> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(line.role()).append(": ").append(line.text()).append('\n'));
        return text.substring(Math.max(0, text.length() - MOST_BEFORE));
    }

    private static void attach(ArrayNode blocks, Attachment one, boolean images) {
        if (one.text() != null && !one.text().isBlank()) {
            text(blocks, "[" + one.kind() + " " + one.name() + ":] " + one.text());
        }
        if (one.location().startsWith("data:")) {
            inline(blocks, one, images);
            return;
        }
        if (one.location().matches("(?i)https?://.*")) {
            link(blocks, one, one.location());
            return;
        }
        Path file = Path.of(one.location());
        try {
            if (images && one.kind().equals("image") && Files.size(file) <= LARGEST_IMAGE) {
                blocks.addObject()
                        .put("type", "image")
                        .put("mimeType", one.mimeType())
                        .put("data", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
                return;
            }
        } catch (IOException unreadable) {
            text(blocks, "[" + one.name() + " cannot be read]");
            return;
        }
        link(blocks, one, file.toUri().toString());
    }

    private static void inline(ArrayNode blocks, Attachment one, boolean images) {
        int comma = one.location().indexOf(',');
        if (images && comma > 0 && one.location().startsWith(";base64", comma - 7)) {
            blocks.addObject()
                    .put("type", "image")
                    .put("mimeType", one.mimeType())
                    .put("data", one.location().substring(comma + 1));
        } else {
            text(blocks, "[" + one.kind() + " " + one.name() + ", which you cannot see]");
        }
    }

    private static void link(ArrayNode blocks, Attachment one, String uri) {
        blocks.addObject()
                .put("type", "resource_link")
                .put("uri", uri)
                .put("name", one.name())
                .put("mimeType", one.mimeType())
                .put("size", one.bytes());
    }
}
