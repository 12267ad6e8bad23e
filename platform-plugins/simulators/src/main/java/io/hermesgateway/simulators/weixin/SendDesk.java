package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** sendmessage: the window, the limiter, and the answers, which are three different ones for the same good news. */
final class SendDesk {
    private static final String PREPARE = "prepare failed";

    private final Ground ground;
    private final Outbound outbound;
    private final Windows windows;
    private final Map<String, SimReply> answered = new Recent<>(10_000);
    private final Map<Bot, Instant> lastSends = new HashMap<>();
    private int answers;

    SendDesk(Ground ground, Outbound outbound, Windows windows) {
        this.ground = ground;
        this.outbound = outbound;
        this.windows = windows;
    }

    SimReply send(Bot bot, JsonNode message) {
        synchronized (ground) {
            String clientId = message.path("client_id").asText();
            SimReply before = answered.get(bot.id() + ' ' + clientId);
            if (before != null) {
                ground.violated(bot.id(), "client_id", "the same client_id again");
                if (ground.habits().is("same_client_id", "dedupe")) {
                    return before;
                }
            }
            Outbound.Checked checked = outbound.check(bot, message);
            if (!checked.good()) {
                ground.violated(bot.id(), "sendmessage", checked.complaint());
                return refused(bot, message, PREPARE, checked.complaint());
            }
            return send(bot, message, checked);
        }
    }

    private SimReply send(Bot bot, JsonNode message, Outbound.Checked checked) {
        if (tooFast(bot)) {
            return refused(bot, message, "rate limited", "faster than allowed");
        }
        Habits habits = ground.habits();
        Pair pair = bot.with(message.path("to_user_id").asText());
        Windows.Limits limits = new Windows.Limits(habits.number("window_sends"), habits.span("window_ms"));
        Windows.Verdict verdict =
                windows.look(pair, message.path("context_token").asText(), limits, ground.now());
        return switch (verdict) {
            case OPEN -> commit(bot, pair, message, checked);
            case OLD_TOKEN ->
                habits.is("old_token", "accept")
                        ? commit(bot, pair, message, checked)
                        : refused(bot, message, habits.text("window_error"), "an old context token");
            case NO_TOKEN -> withoutToken(bot, pair, message, checked);
            case UNKNOWN_TOKEN -> refused(bot, message, habits.text("window_error"), "an unknown context token");
            case USED_UP -> refused(bot, message, habits.text("window_error"), "the window is used up");
            case TOO_LATE -> refused(bot, message, habits.text("window_error"), "the window is closed");
        };
    }

    private SimReply withoutToken(Bot bot, Pair pair, JsonNode message, Outbound.Checked checked) {
        ground.violated(bot.id(), "context_token", "a send without context token");
        if (ground.habits().is("no_token", "accept")) {
            return commit(bot, pair, message, checked);
        }
        if (ground.habits().is("no_token", "refuse")) {
            return refused(bot, message, ground.habits().text("window_error"), "no context token");
        }
        ground.note(pair.user(), "dropped", row(bot, message, checked));
        return Answers.json(Json.object());
    }

    private boolean tooFast(Bot bot) {
        Duration gap = ground.habits().span("send_gap_ms");
        Instant last = lastSends.get(bot);
        return last != null && ground.now().isBefore(last.plus(gap));
    }

    private SimReply commit(Bot bot, Pair pair, JsonNode message, Outbound.Checked checked) {
        boolean progress = checked.item().isProgress();
        if (!progress || ground.habits().on("progress_counts")) {
            windows.spend(pair);
        }
        lastSends.put(bot, ground.now());
        BigInteger id = ground.random().messageId();
        ObjectNode row = row(bot, message, checked).put("message_id", id.toString());
        ground.note(pair.user(), progress ? "progress" : "out", row.put("used", windows.used(pair)));
        SimReply reply = answer(id);
        answered.put(bot.id() + ' ' + message.path("client_id").asText(), reply);
        return reply;
    }

    private SimReply answer(BigInteger id) {
        return switch (answers++ % 3) {
            case 0 -> Answers.json(Json.object());
            case 1 -> Answers.ok();
            default -> {
                ObjectNode body = Json.object();
                body.set("message_id", Randomness.onTheWire(id, ground.habits().on("id_as_text")));
                yield Answers.json(body);
            }
        };
    }

    private static ObjectNode row(Bot bot, JsonNode message, Outbound.Checked checked) {
        return Json.object()
                .put("bot", bot.id())
                .put("client_id", message.path("client_id").asText())
                .put("run_id", message.path("run_id").asText())
                .put("context_token", message.path("context_token").asText())
                .setAll(checked.shown());
    }

    private SimReply refused(Bot bot, JsonNode message, String said, String why) {
        ground.note(
                message.path("to_user_id").asText(),
                "refused",
                Json.object()
                        .put("bot", bot.id())
                        .put("client_id", message.path("client_id").asText())
                        .put("errmsg", said)
                        .put("why", why));
        return Answers.ret(-2, said);
    }
}
