package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that people see.
 *
 * @param as the far side's id of it
 * @param delivery the gateway's id of the delivery
 * @param edits the far side's id of the message that it replaced
 * @param approval the id on the buttons, with the code that can be said instead
 * @param state how the approval stands, where it is about one
 */
public record Shown(
        String as,
        String delivery,
        String account,
        String chat,
        String text,
        @Nullable String edits,
        @Nullable String approval,
        @Nullable String code,
        List<String> choices,
        @Nullable String state) {
    public Shown {
        choices = List.copyOf(choices);
    }

    static Shown of(String as, String account, JsonNode send) {
        List<String> choices = new ArrayList<>();
        send.path("choices").forEach(choice -> choices.add(choice.asText()));
        return new Shown(
                as,
                send.path("id").asText(),
                account,
                send.path("chat").asText(),
                send.path("text").asText(send.path("file").asText()),
                text(send, "edit"),
                text(send, "approval"),
                text(send, "code"),
                choices,
                text(send, "state"));
    }

    private static @Nullable String text(JsonNode send, String name) {
        return send.hasNonNull(name) ? send.get(name).asText() : null;
    }

    /** A question with buttons. */
    public boolean asks() {
        return approval != null && edits == null;
    }
}
