package io.hermesgateway.api.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Refused;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What clients say about jobs, checked, as the schedule takes it. */
final class JobOrder {
    private static final int NAME_MOST = 200;
    private static final int PROMPT_MOST = 5_000;
    private static final int ORIGIN_MOST = 256;
    private static final List<String> CHANGEABLE =
            List.of("name", "schedule", "prompt", "deliver", "skills", "skill", "repeat", "enabled");
    /** Words of a prompt that speak to the agent behind the back of the person who reads the list of jobs. */
    private static final Pattern INJECTION = Pattern.compile(
            "(?i)\\b(?:ignore|disregard|forget)\\s{1,4}"
                    + "(?:all\\s{1,4}|any\\s{1,4})?(?:the\\s{1,4}|your\\s{1,4})?(?:previous|prior|above|earlier)\\s{1,4}"
                    + "(?:instructions|rules|prompts)|[\\u200b\\u200c\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]");

    private JobOrder() {}

    static ObjectNode create(Call call, ObjectNode body) {
        ObjectNode order = Json.object();
        order.put("name", required(body, "name", NAME_MOST));
        order.put("schedule", required(body, "schedule", PROMPT_MOST));
        order.put("prompt", prompt(body));
        String deliver = Json.textOf(body, "deliver").strip();
        order.put("deliver", deliver.isEmpty() ? "local" : deliver);
        order.set("skills", list(body, "skills"));
        repeat(body, order);
        order.put("paused", Json.flag(body, "paused", false));
        order.put("paused_reason", Json.textOf(body, "paused_reason"));
        order.set("origin", origin(call));
        return order;
    }

    /** Fields that are not known are dropped; when none is left there was nothing to do. */
    static ObjectNode change(ObjectNode body) {
        ObjectNode changes = Json.object();
        for (String name : CHANGEABLE) {
            if (body.has(name)) {
                changes.set(name, body.get(name));
            }
        }
        if (changes.isEmpty()) {
            throw bad("No valid fields to update");
        }
        if (changes.has("name")) {
            changes.put("name", required(body, "name", NAME_MOST));
        }
        if (changes.has("schedule")) {
            changes.put("schedule", required(body, "schedule", PROMPT_MOST));
        }
        if (changes.has("prompt")) {
            changes.put("prompt", prompt(body));
        }
        if (changes.has("skills")) {
            changes.set("skills", list(body, "skills"));
        }
        if (changes.has("enabled")) {
            changes.put("enabled", Json.flag(body, "enabled", true));
        }
        repeat(body, changes);
        return changes;
    }

    private static String required(ObjectNode body, String name, int most) {
        String text = Json.textOf(body, name).strip();
        if (text.isEmpty()) {
            throw bad("'" + name + "' is required");
        }
        if (text.length() > most) {
            throw bad("'" + name + "' must be at most " + most + " characters");
        }
        return text;
    }

    static String prompt(ObjectNode body) {
        String prompt = Json.textOf(body, "prompt");
        if (prompt.length() > PROMPT_MOST) {
            throw bad("'prompt' must be at most " + PROMPT_MOST + " characters");
        }
        if (INJECTION.matcher(prompt).find()) {
            throw bad("'prompt' holds words or signs that are not allowed in a job");
        }
        return prompt;
    }

    private static JsonNode list(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        var list = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        if (value.isTextual()) {
            list.add(value);
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                throw bad("'" + name + "' must be a list of names");
            }
            list.add(item);
        }
        return list;
    }

    private static void repeat(ObjectNode body, ObjectNode order) {
        JsonNode repeat = body.path("repeat");
        if (repeat.isMissingNode() || repeat.isNull()) {
            return;
        }
        if (!repeat.isIntegralNumber() || repeat.longValue() < 1) {
            throw bad("'repeat' must be a whole number of at least 1");
        }
        order.set("repeat", repeat);
    }

    private static ObjectNode origin(Call call) {
        String remote = Request.getRemoteAddr(call.exchange().request());
        return Json.object()
                .put("platform", "api_server")
                .put("chat_id", "api")
                .put("source_ip", clean(remote))
                .put("peer_ip", clean(remote))
                .put("forwarded_for", clean(call.exchange().header("X-Forwarded-For")))
                .put("real_ip", clean(call.exchange().header("X-Real-IP")))
                .put("user_agent", clean(call.exchange().header("User-Agent")));
    }

    private static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > ORIGIN_MOST ? line.substring(0, ORIGIN_MOST) : line;
    }

    static Refused bad(String message) {
        return Refusals.bad(null, null, message);
    }
}
