package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.access.MaskedTurn;
import io.hermesgateway.api.wire.Call;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands what clients want to the kernel. */
public final class ApiTurns {
    public static final String PLATFORM = "api_server";
    /**
     * The option that holds text and images of the message in order, as the JSON of the chat API; the images are
     * {@code attachment:N}, counted from zero.
     */
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
        return start(key, ask, ask.sessionId(), null, listener);
    }

    /**
     * The same for work that has a place of its own.
     *
     * @param place to which its approvals belong
     * @param repeat the same one in the same place is the same request; null for none
     */
    public Turns.Started.Accepted start(
            String key, Ask ask, String place, @Nullable String repeat, Turns.Listener listener) {
        Turns.Started started = parts.context().turns().start(request(key, ask, place, repeat), masked(listener));
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

    /**
     * Starts a turn for somebody who waits for its result, or waits for the same one of a twin; whatever comes of it, the
     * slot is given back first.
     *
     * @param twin what makes two requests the same, see {@link Repeats}; null for nothing
     */
    public void answer(Call call, Ask ask, @Nullable String twin, Slots.Slot slot, Consumer<TurnResult> answer) {
        Repeats.Work work = told -> start(call.key(), ask, new TurnWatch() {
            @Override
            protected void ended(String turnId, TurnResult result) {
                told.accept(result);
            }
        });
        parts.repeats().once(twin, work, (result, refused) -> {
            slot.close();
            if (result != null) {
                call.exchange().guarded(() -> answer.accept(result));
            } else if (refused != null) {
                call.exchange().fail(refused);
            }
        });
    }

    /** Whoever listens for a client hears no credentials. */
    public Turns.Listener masked(Turns.Listener listener) {
        return new MaskedTurn(parts.masks(), parts.mapper(), listener);
    }

    private Turns.Request request(String key, Ask ask, String place, @Nullable String repeat) {
        Map<String, String> options = ask.options();
        List<Attachment> attachments = new ArrayList<>(0);
        JsonNode content = ask.message().parts();
        if (content != null) {
            options = new HashMap<>(options);
            options.put(CONTENT, referring(content, attachments));
            if (ask.history() == null) {
                attachments.replaceAll(this::kept);
            }
        }
        return new Turns.Request(
                Conversation.dm(PLATFORM, place),
                Sender.of(PLATFORM, key.isEmpty() ? "local" : key, null),
                ask.message().text(),
                attachments,
                ask.sessionId(),
                ask.history(),
                ask.instructions(),
                options,
                ask.asking(),
                repeat);
    }

    private Attachment kept(Attachment one) {
        String place = parts.pictures().kept(one.location());
        return new Attachment(one.kind(), one.name(), one.mimeType(), one.bytes(), place, one.text());
    }

    /** The parts in order, each image as a reference to its attachment, where its bytes are, once. */
    private static String referring(JsonNode content, List<Attachment> attachments) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode part : content) {
            JsonNode image = part.path("image_url");
            if (image.isMissingNode()) {
                parts.add(part);
                continue;
            }
            ObjectNode reference = image.deepCopy();
            reference.put("url", "attachment:" + attachments.size());
            parts.addObject().put("type", "image_url").set("image_url", reference);
            String url = image.path("url").textValue();
            attachments.add(new Attachment("image", "image", type(url), url.length(), url, null));
        }
        return parts.toString();
    }

    private static String type(String url) {
        boolean inline = url.regionMatches(true, 0, "data:", 0, 5);
        return inline ? url.substring(5, url.indexOf(',')).split(";", 2)[0] : "image/*";
    }
}
