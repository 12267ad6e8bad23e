package io.hermesgateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat request, sorted out.
 *
 * @param system the words for the prompt; null when there are none
 * @param history what was said before the last message
 * @param message the last message
 * @param first the first message of the person, which tells conversations apart
 */
record ChatRequest(@Nullable String system, List<TranscriptLine> history, MessageContent message, String first) {

    static ChatRequest of(JsonNode body, Instant now) {
        JsonNode messages = body.path("messages");
        if (!messages.isArray() || messages.isEmpty()) {
            throw Refusals.bad(null, "messages", "Missing or invalid 'messages' field");
        }
        List<String> system = new ArrayList<>(1);
        List<Said> said = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            switch (Json.textOf(message, "role")) {
                case "system", "developer" -> system.add(MessageContent.textOf(message.path("content")));
                case "user", "assistant" ->
                    said.add(new Said(
                            Json.textOf(message, "role"),
                            MessageContent.of(message.path("content"), "messages[" + i + "].content")));
                default -> {
                    /* Tools are run here: what clients echo about them is known. */
                }
            }
        }
        if (said.isEmpty() || said.get(said.size() - 1).content().blank()) {
            throw Refusals.bad(null, "messages", "There is no user message in 'messages'");
        }
        String prompt = String.join(
                "\n", system.stream().filter(text -> !text.isBlank()).toList());
        return new ChatRequest(
                prompt.isBlank() ? null : prompt,
                history(said.subList(0, said.size() - 1), now),
                said.get(said.size() - 1).content(),
                first(said));
    }

    private record Said(String role, MessageContent content) {}

    private static List<TranscriptLine> history(List<Said> earlier, Instant now) {
        List<TranscriptLine> lines = new ArrayList<>(earlier.size());
        for (Said said : earlier) {
            if (!said.content().blank()) {
                lines.add(said.content().line(said.role(), now));
            }
        }
        return lines;
    }

    private static String first(List<Said> said) {
        return said.stream()
                .filter(one -> one.role().equals("user"))
                .findFirst()
                .map(one -> one.content().text())
                .orElse("");
    }
}
