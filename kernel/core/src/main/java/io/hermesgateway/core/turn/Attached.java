package io.hermesgateway.core.turn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.spi.message.Attachment;
import org.jspecify.annotations.Nullable;

/** What a person attached, as the transcript keeps it for later turns: where it lies, never what is in it. */
final class Attached {
    private static final int LOCATION_MOST = 4_096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Attached() {}

    static @Nullable String details(OpenTurn turn) {
        if (turn.attachments().isEmpty()) {
            return null;
        }
        ObjectNode details = JSON.createObjectNode();
        ArrayNode all = details.putArray("attachments");
        for (Attachment one : turn.attachments()) {
            boolean place = one.location().length() <= LOCATION_MOST;
            all.addObject()
                    .put("kind", one.kind())
                    .put("name", one.name())
                    .put("mimeType", one.mimeType())
                    .put("bytes", one.bytes())
                    .put("location", place ? one.location() : "")
                    .put("text", one.text());
        }
        return details.toString();
    }
}
