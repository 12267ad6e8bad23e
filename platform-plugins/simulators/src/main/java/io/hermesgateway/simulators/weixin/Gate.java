package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The headers that every call must have. Wrong ones are written down, and refused where the server is strict. */
final class Gate {
    private static final int REMEMBERED = 16;
    private static final int LONGEST_AGENT = 256;

    private final Ground ground;
    private final Deque<String> numbers = new ArrayDeque<>();
    private int repeats;

    Gate(Ground ground) {
        this.ground = ground;
    }

    /** A refusal, where there is one. */
    Optional<SimReply> look(SimCall call, String bot, boolean withToken) {
        synchronized (ground) {
            List<String> wrong = new ArrayList<>();
            if (!call.header("iLink-App-Id").equals("bot")) {
                wrong.add("iLink-App-Id");
            }
            if (!call.header("iLink-App-ClientVersion").matches("\\d{1,9}")) {
                wrong.add("iLink-App-ClientVersion");
            }
            if (call.method().equals("POST")) {
                post(call, wrong);
            }
            if (withToken && !isGood(call.json().path("base_info"))) {
                wrong.add("base_info");
            }
            wrong.forEach(what -> ground.violated(bot, "headers", what + " in " + call.path()));
            return wrong.isEmpty() || !ground.habits().on("strict")
                    ? Optional.empty()
                    : Optional.of(SimReply.html(400, "bad request: " + String.join(", ", wrong)));
        }
    }

    private void post(SimCall call, List<String> wrong) {
        if (!call.header("Content-Type").startsWith("application/json")) {
            wrong.add("Content-Type");
        }
        if (!call.header("AuthorizationType").equals("ilink_bot_token")) {
            wrong.add("AuthorizationType");
        }
        String number = call.header("X-WECHAT-UIN");
        if (!isNumber(number)) {
            wrong.add("X-WECHAT-UIN");
        } else if (numbers.contains(number)) {
            repeats++;
            wrong.add("X-WECHAT-UIN again");
        }
        numbers.addLast(number);
        if (numbers.size() > REMEMBERED) {
            numbers.removeFirst();
        }
    }

    /** The name of the program is optional, and short. */
    private static boolean isGood(JsonNode base) {
        return base.path("channel_version").isTextual()
                && base.path("bot_agent").asText().matches("\\p{ASCII}{0," + LONGEST_AGENT + "}");
    }

    private static boolean isNumber(String base64) {
        return Aes.decode64(base64)
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .filter(text -> text.matches("\\d{1,10}") && Long.parseLong(text) <= 0xFFFF_FFFFL)
                .isPresent();
    }

    int repeats() {
        synchronized (ground) {
            return repeats;
        }
    }

    static String token(SimCall call) {
        String header = call.header("Authorization");
        return header.startsWith("Bearer ")
                ? header.substring("Bearer ".length()).trim()
                : "";
    }
}
