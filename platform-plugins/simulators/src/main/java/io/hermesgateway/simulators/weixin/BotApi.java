package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code /ilink/bot/…}: what a bot may call. */
final class BotApi {
    static final String PATH = "/ilink/bot/";

    private final Ground ground;
    private final Parts parts;
    private final Gate gate;

    BotApi(Ground ground, Parts parts) {
        this.ground = ground;
        this.parts = parts;
        this.gate = new Gate(ground);
    }

    Gate gate() {
        return gate;
    }

    void handle(SimCall call) {
        String name = call.path().startsWith(PATH) ? call.path().substring(PATH.length()) : "";
        CompletableFuture<SimReply> answer = parts.faults().around(name, () -> answer(call, name));
        if (!answer.isDone()) {
            call.whenAbandoned(() -> answer.cancel(false));
        }
        var unused = answer.thenAccept(call::reply);
    }

    private CompletableFuture<SimReply> answer(SimCall call, String name) {
        return switch (name) {
            case "get_bot_qrcode" -> qrCode(call);
            case "get_qrcode_status" -> qrStatus(call);
            case "getupdates",
                    "sendmessage",
                    "getuploadurl",
                    "getconfig",
                    "sendtyping",
                    "msg/notifystart",
                    "msg/notifystop" -> call.method().equals("POST") ? asBot(call, name) : now(SimReply.empty(405));
            default -> now(SimReply.empty(404));
        };
    }

    private static CompletableFuture<SimReply> now(SimReply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private CompletableFuture<SimReply> qrCode(SimCall call) {
        ground.called("", "get_bot_qrcode");
        return now(gate.look(call, "", false).orElseGet(() -> parts.logins().code(call.json(), parts.page())));
    }

    private CompletableFuture<SimReply> qrStatus(SimCall call) {
        ground.called("", "get_qrcode_status");
        Optional<SimReply> refusal = gate.look(call, "", false);
        return refusal.isPresent()
                ? now(refusal.get())
                : parts.logins()
                        .status(call.query("qrcode"), call.query("verify_code"), call.header("Host"), parts.url());
    }

    private CompletableFuture<SimReply> asBot(SimCall call, String name) {
        Optional<Bot> bot = parts.bots().withToken(Gate.token(call));
        String id = bot.map(Bot::id).orElse("");
        ground.called(id, name);
        Optional<SimReply> refusal = gate.look(call, id, true);
        if (refusal.isPresent()) {
            return now(refusal.get());
        }
        if (bot.isEmpty()) {
            return now(Answers.stale(ground.habits().text("stale_shape")));
        }
        if (!call.json().isObject()) {
            return now(Answers.ret(-1, "bad request"));
        }
        return serve(bot.get(), name, call.json());
    }

    private CompletableFuture<SimReply> serve(Bot bot, String name, JsonNode body) {
        boolean sending = name.equals("sendmessage") || name.equals("sendtyping");
        if (sending && ground.habits().on("stale_sends") && parts.polls().stale(bot)) {
            return now(parts.polls().refusal());
        }
        return switch (name) {
            case "getupdates" ->
                parts.polls().poll(bot, body.path("get_updates_buf").asText());
            case "sendmessage" -> now(parts.sends().send(bot, body.path("msg")));
            case "getuploadurl" -> now(parts.uploads().allow(bot, body, parts.cdn()));
            case "getconfig" -> now(config(bot, body));
            case "sendtyping" -> now(typing(bot, body));
            default -> now(notified(bot, name));
        };
    }

    private SimReply config(Bot bot, JsonNode body) {
        synchronized (ground) {
            Pair pair = bot.with(body.path("ilink_user_id").asText());
            if (!parts.bots().knows(pair)) {
                return Answers.ret(-1, "unknown user");
            }
            String ticket = parts.typing().ticket(pair, ground.habits().span("ticket_ms"), ground.now());
            return Answers.json(Json.object().put("ret", 0).put("typing_ticket", ticket));
        }
    }

    private SimReply typing(Bot bot, JsonNode body) {
        synchronized (ground) {
            Pair pair = bot.with(body.path("ilink_user_id").asText());
            int status = body.path("status").asInt();
            if (!parts.typing().valid(body.path("typing_ticket").asText(), pair, ground.now())
                    || status < 1
                    || status > 2) {
                ground.violated(bot.id(), "sendtyping", "a bad ticket or status");
                return Answers.ret(-1, "invalid typing ticket");
            }
            boolean before = parts.typing().isOn(pair);
            if (status == 1) {
                parts.typing().on(pair, ground.now());
            } else {
                parts.typing().off(pair, ground.now());
            }
            if (before != (status == 1)) {
                ground.note(
                        pair.user(),
                        "typing",
                        Json.object().put("bot", bot.id()).put("on", status == 1));
            }
            return Answers.ok();
        }
    }

    private SimReply notified(Bot bot, String name) {
        synchronized (ground) {
            boolean start = name.equals("msg/notifystart");
            if (start) {
                bot.channel().notifyStart(ground.now());
            }
            ground.note(
                    "",
                    start ? "notifystart" : "notifystop",
                    Json.object().put("bot", bot.id()).put("held", parts.polls().isHeld(bot)));
            return Answers.ok();
        }
    }
}
