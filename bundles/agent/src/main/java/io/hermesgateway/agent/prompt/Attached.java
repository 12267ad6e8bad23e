package io.hermesgateway.agent.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.message.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person said together with what was attached: pictures for models that see, notes about everything else. */
public final class Attached {
    private static final long PICTURE_MOST = 15 << 20;

    private Attached() {}

    /** The option in which a surface says how words and pictures follow each other, in the parts of the chat API. */
    private static final String ORDER = "content";

    private static final Pattern REFERENCE = Pattern.compile("attachment:(\\d{1,4})");
    private static final ObjectMapper JSON = new ObjectMapper();

    public static Message message(Turn turn, boolean sees) {
        List<Message.Part> parts = sees ? parts(turn) : List.of();
        if (!parts.isEmpty()) {
            return Message.mixed(turn.text(), parts);
        }
        List<String> pictures = new ArrayList<>();
        StringBuilder text = new StringBuilder(turn.text());
        for (Attachment attachment : turn.attachments()) {
            Optional<String> picture =
                    sees && attachment.kind().equals("image") ? picture(attachment) : Optional.empty();
            picture.ifPresent(pictures::add);
            String note = picture.isPresent() ? caption(attachment) : note(attachment);
            if (!note.isEmpty()) {
                text.append(text.length() == 0 ? "" : "\n\n").append(note);
            }
        }
        return Message.user(text.toString(), pictures);
    }

    /** Empty when the surface says nothing about an order, or a picture in it cannot be had. */
    private static List<Message.Part> parts(Turn turn) {
        String order = turn.options().getOrDefault(ORDER, "");
        List<Message.Part> parts = new ArrayList<>();
        try {
            for (JsonNode part : order.isEmpty() ? JSON.createArrayNode() : JSON.readTree(order)) {
                JsonNode image = part.path("image_url");
                if (image.isMissingNode()) {
                    parts.add(new Message.Part(part.path("text").asText(), "", ""));
                    continue;
                }
                Optional<String> picture = referred(turn, image.path("url").asText());
                if (picture.isEmpty()) {
                    return List.of();
                }
                parts.add(
                        new Message.Part("", picture.get(), image.path("detail").asText("")));
            }
        } catch (JsonProcessingException foreign) {
            return List.of();
        }
        return parts;
    }

    private static Optional<String> referred(Turn turn, String reference) {
        Matcher number = REFERENCE.matcher(reference);
        if (!number.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(number.group(1));
        return index < turn.attachments().size() ? picture(turn.attachments().get(index)) : Optional.empty();
    }

    static Optional<String> picture(Attachment attachment) {
        String location = attachment.location();
        if (location.startsWith("data:image/") || location.matches("(?i)https?://.*")) {
            return Optional.of(location);
        }
        try {
            Path file = Path.of(location);
            if (Files.size(file) > PICTURE_MOST) {
                return Optional.empty();
            }
            String type = attachment.mimeType().startsWith("image/") ? attachment.mimeType() : "image/jpeg";
            return Optional.of(
                    "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        } catch (IOException | java.nio.file.InvalidPathException gone) {
            return Optional.empty();
        }
    }

    static String caption(Attachment attachment) {
        String text = attachment.text();
        return text == null || text.isBlank() ? "" : text;
    }

    static String note(Attachment attachment) {
        String said = caption(attachment);
        if (attachment.kind().equals("voice") && !said.isEmpty()) {
            return "[voice message] " + said;
        }
        String where = attachment.location().startsWith("data:") ? "" : ", at " + attachment.location();
        return "[attached " + attachment.kind() + ": " + attachment.name() + ", " + attachment.mimeType() + ", "
                + attachment.bytes() + " bytes" + where + "]" + (said.isEmpty() ? "" : "\n" + said);
    }
}
