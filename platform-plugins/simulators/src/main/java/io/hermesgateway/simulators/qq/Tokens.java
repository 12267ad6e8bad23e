package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import java.time.Duration;
import java.time.Instant;

/**
 * Access tokens. Asking again brings the same one with what is left of its time; only within its last minute a new one is
 * made, and the old one stays good for what is left of that minute.
 */
final class Tokens {
    private static final Duration LAST_MINUTE = Duration.ofSeconds(60);

    private final World world;

    Tokens(World world) {
        this.world = world;
    }

    void handle(SimCall call) {
        synchronized (world) {
            SimReply reply = answer(call).with("X-Tps-trace-Id", world.hex(16));
            JsonNode said = Json.parse(reply.body());
            world.note(
                    "",
                    "token",
                    Json.object()
                            .put("status", reply.status())
                            .put("code", said.path("code").asInt())
                            .put("expires_in", said.path("expires_in").asText()));
            call.reply(reply);
        }
    }

    private SimReply answer(SimCall call) {
        if (world.knobs.take("token_hang")) {
            return SimReply.empty(200).hanging();
        }
        if (world.knobs.take("token_502")) {
            return SimReply.html(502, "<html><h1>502 Bad Gateway</h1></html>");
        }
        if (!call.method().equals("POST")) {
            return refusal(100007, "method not allowed");
        }
        if (world.knobs.take("token_fail")) {
            return refusal((int) world.knobs.number("token_fail_code"), "Too many requests");
        }
        JsonNode body = call.json();
        Bot bot = world.bots.get(body.path("appId").asText());
        if (bot == null || !body.path("clientSecret").asText().equals(bot.secret)) {
            return refusal(100016, "invalid appid or secret");
        }
        Bot.Token token = token(bot, world.now());
        long left = Duration.between(world.now(), token.end()).toSeconds();
        return SimReply.json(
                200, Json.object().put("access_token", token.value()).put("expires_in", String.valueOf(left)));
    }

    /** Failures are successes as far as HTTP is concerned. */
    private static SimReply refusal(int code, String message) {
        return SimReply.json(200, Json.object().put("code", code).put("message", message));
    }

    private Bot.Token token(Bot bot, Instant now) {
        Bot.Token token = bot.token;
        if (token == null || !now.isBefore(token.end().minus(LAST_MINUTE))) {
            bot.before = token;
            token = new Bot.Token(world.hex(24), now.plusSeconds(world.knobs.number("token_seconds")));
            bot.token = token;
        }
        return token;
    }

    /** As if an operator had reset the secret: no token that was given out is good any more. */
    static void revoke(Bot bot) {
        bot.token = null;
        bot.before = null;
    }
}
