package io.hermesgateway.agent.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what was used, in the spellings of both APIs and of DeepSeek. */
final class Usages {
    private long input;
    private long output;
    private long cached;
    private long reasoning;

    private Usages() {}

    static void read(JsonParser json, @Nullable JsonToken value, Draft draft) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        Usages usages = new Usages();
        usages.object(json);
        draft.tokens(new Tokens(usages.input, usages.output, usages.cached, usages.reasoning));
    }

    private void object(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT) {
                object(json);
            } else if (value != null && value.isNumeric()) {
                number(field, json.getValueAsLong());
            } else {
                json.skipChildren();
            }
        }
    }

    private void number(String field, long count) {
        switch (field) {
            case "prompt_tokens", "input_tokens" -> input = count;
            case "completion_tokens", "output_tokens" -> output = count;
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = Math.max(cached, count);
            case "reasoning_tokens" -> reasoning = count;
            default -> {
                return;
            }
        }
    }
}
