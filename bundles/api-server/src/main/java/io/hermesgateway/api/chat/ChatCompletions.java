package io.hermesgateway.api.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.ClientTools;
import io.hermesgateway.api.turn.MediaTags;
import io.hermesgateway.api.turn.NoAnswer;
import io.hermesgateway.api.turn.Repeats;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.TurnResult;
import io.hermesgateway.api.turn.Wishes;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.spi.agent.Turns;
import java.util.List;

/** {@code POST /v1/chat/completions}. */
public final class ChatCompletions {
    /** The fields that tell two requests with one Idempotency-Key apart. */
    private static final List<String> TELLING =
            List.of("model", "provider", "model_options", "messages", "tools", "tool_choice", "stream");

    private final ApiParts parts;
    private final ApiTurns turns;

    public ChatCompletions(ApiParts parts, ApiTurns turns) {
        this.parts = parts;
        this.turns = turns;
    }

    public void mount(Routes routes) {
        routes.add(
                "POST", "/v1/chat/completions", "chat", call -> call.exchange().body(bytes -> complete(call, bytes)));
    }

    private void complete(Call call, byte[] bytes) {
        Slots.Slot slot = parts.slots().take();
        try {
            complete(call, parts.json().object(bytes), slot);
        } catch (RuntimeException refused) {
            slot.close();
            throw refused;
        }
    }

    private void complete(Call call, ObjectNode body, Slots.Slot slot) {
        Wishes wishes = Wishes.of(parts, body);
        SessionHeaders session = SessionHeaders.of(call);
        ClientTools.note(parts, call, body);
        ChatRequest chat = ChatRequest.of(body, parts.clock().instant());
        String named = session.id();
        String sessionId = named != null ? named : SessionHeaders.fingerprint(call.key(), chat.system(), chat.first());
        Ask ask = new Ask(
                sessionId,
                chat.message(),
                named != null ? null : chat.history(),
                chat.system(),
                session.among(wishes.options()),
                Turns.Asking.UNATTENDED);
        session.echo(call, sessionId);
        if (Json.flag(body, "stream", false)) {
            StreamOptions options = StreamOptions.of(parts, call);
            ChatStream stream = new ChatStream(parts, call, slot, options, wishes.model());
            stream.open(turns.start(call.key(), ask, stream).turnId());
        } else {
            String twin = Repeats.key(call, body, TELLING);
            turns.answer(call, ask, twin, slot, result -> answer(call, wishes.model(), sessionId, result));
        }
    }

    private void answer(Call call, String model, String sessionId, TurnResult result) {
        if (!result.completed() && !result.partial()) {
            NoAnswer.send(parts, call, result);
            return;
        }
        ObjectNode body = Json.object()
                .put("id", parts.id("chatcmpl-", 29))
                .put("object", "chat.completion")
                .put("created", parts.seconds())
                .put("model", model);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        String text = MediaTags.inlined(result.text(), parts.context().home(), sessionId);
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", text);
        if (!result.reasoning().isBlank()) {
            message.put("reasoning_content", result.reasoning());
        }
        choice.put("finish_reason", result.finishReason());
        body.set("usage", Usages.chat(result.usage()));
        if (!result.completed()) {
            body.set("hermes", result.details(parts));
            call.put("X-Hermes-Completed", "false");
            call.put("X-Hermes-Partial", String.valueOf(result.partial()));
            if (result.error() != null) {
                call.put("X-Hermes-Error", result.headerLine(parts));
            }
        }
        parts.answer(call.exchange(), 200, body);
    }
}
