package io.hermesgateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.testkit.model.FakeProvider;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Reads requests as strictly as the strictest of the providers. */
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of(
            "model", "messages", "tools", "stream", "stream_options", "temperature", "reasoning_effort", "max_tokens");

    private final FakeProvider provider;

    Judge(FakeProvider provider) {
        this.provider = provider;
    }

    JsonNode judge(FakeProvider.Asked asked) throws IOException {
        JsonNode body = JSON.readTree(asked.body());
        check(
                asked.method().equals("POST") && asked.path().equals("/v1/chat/completions"),
                "the address " + asked.path());
        check(asked.headers().getOrDefault("authorization", "").equals("Bearer sk-fake-1234567890"), "the key");
        check(asked.headers().getOrDefault("content-type", "").equals("application/json"), "the content type");
        body.fieldNames().forEachRemaining(name -> check(FIELDS.contains(name), "the field " + name));
        check(body.has("stream_options") == body.path("stream").asBoolean(), "stream_options without a stream");
        for (JsonNode tool : body.path("tools")) {
            check(tool.path("function").path("parameters").isObject(), "parameters that are no schema");
        }
        messages(body.path("messages"));
        return body;
    }

    private void messages(JsonNode messages) throws IOException {
        Set<String> open = new HashSet<>();
        boolean first = true;
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            check(first == role.equals("system"), "a system message that is not the first");
            first = false;
            if (role.equals("tool")) {
                check(open.remove(message.path("tool_call_id").asText()), "a result without a call");
                check(message.path("content").isTextual(), "a result without words");
                continue;
            }
            check(open.isEmpty(), "calls without results: " + open);
            for (JsonNode call : message.path("tool_calls")) {
                check(open.add(call.path("id").asText()), "an id that is used twice");
                String arguments = call.path("function").path("arguments").asText();
                check(JSON.readTree(arguments).isObject(), "arguments that are no object");
            }
            boolean says = message.path("content").isTextual()
                    || message.path("content").isArray();
            check(says || message.has("tool_calls"), "a message that says nothing");
        }
        check(open.isEmpty(), "calls without results: " + open);
    }

    private void check(boolean right, String what) {
        if (!right) {
            provider.complain(what);
        }
    }
}
