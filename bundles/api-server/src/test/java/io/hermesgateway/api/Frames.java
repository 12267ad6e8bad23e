package io.hermesgateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A stream of events, taken apart. */
record Frames(List<Frame> all) {
    /** One event; comments have the name {@code :}. */
    record Frame(String id, String event, String data) {
        JsonNode json() {
            return ApiHouse.json(data);
        }
    }

    static Frames of(String body) {
        List<Frame> frames = new ArrayList<>();
        for (String block : body.split("\n\n")) {
            String id = "";
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line : block.split("\n")) {
                if (line.startsWith(": ")) {
                    event = ":";
                    data.append(line.substring(2));
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
            frames.add(new Frame(id, event, data.toString()));
        }
        return new Frames(frames);
    }

    List<Frame> named(String event) {
        return all.stream().filter(frame -> frame.event().equals(event)).toList();
    }

    /** The chunks of a chat, without the end. */
    List<JsonNode> chunks() {
        return named("").stream()
                .filter(frame -> !frame.data().equals("[DONE]"))
                .map(Frame::json)
                .toList();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        chunks().forEach(chunk ->
                text.append(chunk.at("/choices/0/delta/content").asText("")));
        return text.toString();
    }

    JsonNode lastChunk() {
        return chunks().get(chunks().size() - 1);
    }

    List<String> names() {
        return all.stream().map(Frame::event).toList();
    }
}
