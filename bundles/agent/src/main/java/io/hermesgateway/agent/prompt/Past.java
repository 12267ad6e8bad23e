package io.hermesgateway.agent.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.message.Attachment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What people said earlier together with what they attached. The newest pictures are shown again, so that they can be
 * asked about; older ones, and all other files, are named with the place where they lie.
 */
public final class Past {
    private static final int PICTURES_MOST = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IdentityHashMap<TranscriptLine, Message> withFiles = new IdentityHashMap<>();
    private int left;

    private Past(boolean sees) {
        this.left = sees ? PICTURES_MOST : 0;
    }

    public static Past of(List<TranscriptLine> lines, boolean sees) {
        Past past = new Past(sees);
        List<TranscriptLine> newestFirst = new ArrayList<>(lines);
        Collections.reverse(newestFirst);
        newestFirst.stream()
                .filter(line -> line.role().equals("user") && line.details() != null)
                .forEach(past::read);
        return past;
    }

    public Message message(TranscriptLine line) {
        return withFiles.getOrDefault(line, Message.user(line.text()));
    }

    private void read(TranscriptLine line) {
        try {
            JsonNode details = JSON.readTree(line.details());
            if (details.path("content").isArray()) {
                withFiles.put(line, mixed(line, details.path("content")));
            } else if (details.path("attachments").isArray()) {
                withFiles.put(line, attached(line, details.path("attachments")));
            }
        } catch (JsonProcessingException foreign) {
            withFiles.remove(line);
        }
    }

    /** Words and pictures in the parts of the chat API, as clients carry them along. */
    private Message mixed(TranscriptLine line, JsonNode content) {
        List<Message.Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            JsonNode image = part.path("image_url");
            if (image.isMissingNode()) {
                parts.add(new Message.Part(part.path("text").asText(), "", ""));
            } else if (left > 0) {
                left--;
                String detail = image.path("detail").asText("");
                parts.add(new Message.Part("", image.path("url").asText(), detail));
            } else {
                parts.add(new Message.Part("[a picture]", "", ""));
            }
        }
        return parts.stream().allMatch(part -> part.picture().isEmpty())
                ? Message.user(line.text())
                : Message.mixed(line.text(), parts);
    }

    private Message attached(TranscriptLine line, JsonNode attachments) {
        List<String> pictures = new ArrayList<>();
        StringBuilder text = new StringBuilder(line.text());
        for (JsonNode each : attachments) {
            Attachment one = attachment(each);
            Optional<String> picture =
                    left > 0 && one.kind().equals("image") ? Attached.picture(one) : Optional.empty();
            picture.ifPresent(shown -> {
                left--;
                pictures.add(shown);
            });
            String note = picture.isPresent() ? Attached.caption(one) : Attached.note(one);
            if (!note.isEmpty()) {
                text.append(text.length() == 0 ? "" : "\n\n").append(note);
            }
        }
        return Message.user(text.toString(), pictures);
    }

    private static Attachment attachment(JsonNode json) {
        return new Attachment(
                json.path("kind").asText("file"),
                json.path("name").asText(""),
                json.path("mimeType").asText("application/octet-stream"),
                json.path("bytes").asLong(0),
                json.path("location").asText(""),
                json.path("text").isTextual() ? json.path("text").asText() : null);
    }
}
