package io.hermesgateway.agent.loop;

import io.hermesgateway.agent.provider.Choice;
import io.hermesgateway.spi.agent.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a surface or a person wishes for one turn. Values that are not what the API takes are not passed on. */
record Wishes(Turn turn) {
    private static final List<String> NUMBERS = List.of(
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "seed",
            "max_tokens",
            "max_completion_tokens");

    String model() {
        return turn.options().getOrDefault("model", "").strip();
    }

    String provider() {
        return turn.options().getOrDefault("provider", "").strip();
    }

    boolean streamed(Choice choice) {
        return choice.streamed() && !turn.options().getOrDefault("stream", "").equals("false");
    }

    /** The fields of the request: the configured ones under those of this turn. */
    Map<String, String> options(Choice choice) {
        Map<String, String> options = new HashMap<>(choice.options());
        for (String name : NUMBERS) {
            String value = turn.options().getOrDefault(name, "").strip();
            if (value.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
                options.put(name, value);
            }
        }
        String effort = turn.options().getOrDefault("reasoning_effort", "").strip();
        if (effort.matches("\\w{1,20}")) {
            options.put("reasoning_effort", '"' + effort + '"');
        }
        return options;
    }
}
