package io.hermesgateway.agent.prompt;

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

/** What a person said together with what was attached: pictures for models that see, notes about everything else. */
public final class Attached {
    private static final long PICTURE_MOST = 15 << 20;

    private Attached() {}

    public static Message message(Turn turn, boolean sees) {
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

    private static Optional<String> picture(Attachment attachment) {
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

    private static String caption(Attachment attachment) {
        String text = attachment.text();
        return text == null || text.isBlank() ? "" : text;
    }

    private static String note(Attachment attachment) {
        String said = caption(attachment);
        if (attachment.kind().equals("voice") && !said.isEmpty()) {
            return "[voice message] " + said;
        }
        String where = attachment.location().startsWith("data:") ? "" : ", at " + attachment.location();
        return "[attached " + attachment.kind() + ": " + attachment.name() + ", " + attachment.mimeType() + ", "
                + attachment.bytes() + " bytes" + where + "]" + (said.isEmpty() ? "" : "\n" + said);
    }
}
