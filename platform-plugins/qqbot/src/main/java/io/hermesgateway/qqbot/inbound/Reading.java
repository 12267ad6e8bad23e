package io.hermesgateway.qqbot.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.message.InboundMessage;
import java.util.List;

/** What an event of QQ means here. */
public sealed interface Reading {
    /** Somebody says something; what is attached is still at QQ. */
    record Message(Place place, InboundMessage message, List<Remote> attached) implements Reading {
        public Message {
            attached = List.copyOf(attached);
        }
    }

    /** Somebody pressed a button, or used a menu of QQ's own. */
    record Pressed(Click click) implements Reading {}

    /** The chat opens: what waits for it may be sent, as an answer to this very event. */
    record Opening(Place place) implements Reading {}

    /** QQ's examiners have decided. */
    record Audited(String auditId, boolean passed, String messageId) implements Reading {}

    /** Nothing that concerns us. */
    record Nothing() implements Reading {}

    /** A file at QQ. */
    record Remote(String kind, String name, String mimeType, String url, String text) {
        static Remote of(JsonNode node) {
            String type = node.path("content_type").asText("");
            String kind = type.startsWith("image")
                    ? "image"
                    : type.startsWith("video") ? "video" : type.startsWith("voice") ? "voice" : "file";
            boolean wave = kind.equals("voice")
                    && !node.path("voice_wav_url").asText("").isBlank();
            String url = node.path(wave ? "voice_wav_url" : "url").asText("");
            String name = node.path("filename").asText(kind);
            String mime = wave ? "audio/wav" : type.contains("/") ? type : "application/octet-stream";
            return new Remote(
                    kind,
                    name.isBlank() ? kind : name,
                    mime,
                    url.startsWith("//") ? "https:" + url : url,
                    node.path("asr_refer_text").asText(""));
        }
    }
}
