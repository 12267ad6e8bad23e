package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands what clients want to the kernel. */
public final class ApiTurns {
    public static final String PLATFORM = "api_server";
    /** The option that holds text and images of the message in order, as JSON. */
    public static final String CONTENT = "content";

    private final ApiParts parts;

    public ApiTurns(ApiParts parts) {
        this.parts = parts;
    }

    /**
     * Starts a turn; durable on return.
     *
     * @param key the name of the key of the one who asks
     * @throws Refused 503 when the gateway takes nothing at the moment
     */
    public Turns.Started.Accepted start(String key, Ask ask, Turns.Listener listener) {
        Turns.Started started = parts.context().turns().start(request(key, ask), listener);
        if (started instanceof Turns.Started.Accepted accepted) {
            return accepted;
        }
        Turns.Started.Refused refused = (Turns.Started.Refused) started;
        throw new Refused(
                refused.code() == KernelError.DRAINING
                        ? Failure.draining()
                        : Refusals.server(503, refused.code().code(), refused.why())
                                .with("Retry-After", "1"));
    }

    private static Turns.Request request(String key, Ask ask) {
        Map<String, String> options = ask.options();
        List<Attachment> attachments = List.of();
        JsonNode content = ask.message().parts();
        if (content != null) {
            options = new HashMap<>(options);
            options.put(CONTENT, content.toString());
            attachments = images(content);
        }
        return new Turns.Request(
                Conversation.dm(PLATFORM, ask.sessionId()),
                Sender.of(PLATFORM, key.isEmpty() ? "local" : key, null),
                ask.message().text(),
                attachments,
                ask.sessionId(),
                ask.history(),
                ask.instructions(),
                options,
                ask.asking(),
                null);
    }

    /** Images that lie elsewhere; those that came inside the request are in the content alone. */
    private static List<Attachment> images(JsonNode content) {
        List<Attachment> images = new ArrayList<>();
        for (JsonNode part : content) {
            String url = part.path("image_url").path("url").asText("");
            if (!url.isEmpty() && !url.regionMatches(true, 0, "data:", 0, 5)) {
                images.add(new Attachment("image", "image", "image/*", 0, url, null));
            }
        }
        return images;
    }
}
