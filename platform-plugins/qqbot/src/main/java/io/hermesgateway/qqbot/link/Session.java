package io.hermesgateway.qqbot.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A session of QQ's push: it outlives connections, and what happened meanwhile is told again.
 *
 * @param since when it began; sessions that are resumed for days fall silent
 */
public record Session(String appId, String id, int intents, Instant since) {
    private static final Duration A_DAY = Duration.ofHours(24);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A session with how far it was taken in. */
    public record Kept(Session session, long seq, Instant savedAt) {}

    boolean isOld(Instant now) {
        return since.plus(A_DAY).isBefore(now);
    }

    public String text(long seq, Instant now) {
        ObjectNode node = JSON.createObjectNode()
                .put("app", appId)
                .put("id", id)
                .put("intents", intents)
                .put("since", since.toEpochMilli())
                .put("seq", seq)
                .put("saved", now.toEpochMilli());
        return node.toString();
    }

    /** Empty for whatever this version does not understand: then the bot logs in anew. */
    public static Optional<Kept> parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null
                    || node.path("id").asText("").isEmpty()
                    || !node.path("seq").isNumber()) {
                return Optional.empty();
            }
            Session session = new Session(
                    node.path("app").asText(""),
                    node.path("id").asText(),
                    node.path("intents").asInt(),
                    Instant.ofEpochMilli(node.path("since").asLong()));
            return Optional.of(new Kept(
                    session,
                    node.path("seq").asLong(),
                    Instant.ofEpochMilli(node.path("saved").asLong())));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }
}
