package io.hermesgateway.api.turn;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants from the agent, however it was said.
 *
 * @param sessionId where the turn belongs
 * @param history what was said before, as the client carries it; null means what the session remembers
 * @param instructions words on top of the agent's own prompt
 * @param options wishes such as {@code model}, see {@link Wishes}
 */
public record Ask(
        String sessionId,
        MessageContent message,
        @Nullable List<TranscriptLine> history,
        @Nullable String instructions,
        Map<String, String> options,
        Turns.Asking asking) {}
