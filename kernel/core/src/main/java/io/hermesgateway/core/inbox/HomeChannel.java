package io.hermesgateway.core.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.message.Conversation;
import java.util.Optional;

/** The chat of a platform account for messages that nobody asked for, as {@code /sethome} chose it. */
public final class HomeChannel {
    static final String NAME = "home_channel";
    private static final ObjectMapper JSON = new ObjectMapper();

    private HomeChannel() {}

    static String write(Conversation place) {
        return JSON.createObjectNode()
                .put("kind", place.kind().name())
                .put("chat_id", place.chatId())
                .put("thread_id", place.threadId())
                .toString();
    }

    /** Empty when nobody has chosen one. */
    public static Optional<Conversation> of(State state, String platformId) {
        String chosen = state.preference("platform:" + platformId, NAME);
        if (chosen == null) {
            return Optional.empty();
        }
        try {
            JsonNode place = JSON.readTree(chosen);
            return Optional.of(new Conversation(
                    platformId,
                    Conversation.Kind.valueOf(place.path("kind").asText()),
                    place.path("chat_id").asText(),
                    place.path("thread_id").textValue(),
                    null));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            throw new IllegalStateException("the home channel of " + platformId + " is not one of ours", foreign);
        }
    }
}
