package io.hermesgateway.agent.provider;

import io.hermesgateway.agent.wire.Endpoint;
import java.time.Duration;
import java.util.Map;

/**
 * One model at one provider.
 *
 * @param context how many tokens it can see
 * @param options fields of every request, each as JSON text
 * @param keyFrom where its key comes from, for the operator
 */
public record Choice(
        Endpoint endpoint,
        String model,
        long context,
        boolean vision,
        boolean streamed,
        Map<String, String> options,
        String keyFrom) {
    public Choice {
        options = Map.copyOf(options);
    }

    /** The same with less patience. */
    public Choice within(Duration patience) {
        return new Choice(endpoint.within(patience), model, context, vision, streamed, options, keyFrom);
    }

    public Choice model(String other) {
        return new Choice(endpoint, other, context, vision, streamed, options, keyFrom);
    }
}
