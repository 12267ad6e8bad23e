package io.hermesgateway.agent.compress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of a talk: the sum of its older part, and how many of its last lines are kept as they are. It is a step of
 * the turn, so that a turn that is run again begins with the same words.
 */
public record Sum(String text, int kept, int summed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String write() {
        return JSON.createObjectNode()
                .put("text", text)
                .put("kept", kept)
                .put("summed", summed)
                .toString();
    }

    public static Sum read(String step) {
        try {
            JsonNode json = JSON.readTree(step);
            return new Sum(
                    json.path("text").asText(),
                    json.path("kept").asInt(),
                    json.path("summed").asInt());
        } catch (JsonProcessingException foreign) {
            return new Sum("", Integer.MAX_VALUE, 0);
        }
    }

    /** The talk as it goes on. */
    public List<TranscriptLine> carried(List<TranscriptLine> history, Instant at) {
        List<TranscriptLine> carried = new ArrayList<>();
        if (!text.isEmpty()) {
            carried.add(new TranscriptLine(
                    "notice", "What was said earlier, summed up:\n" + text, "{\"summary\":true}", null, at));
        }
        carried.addAll(history.subList(Math.max(0, history.size() - kept), history.size()));
        return carried;
    }
}
