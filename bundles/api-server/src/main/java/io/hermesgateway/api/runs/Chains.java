package io.hermesgateway.api.runs;

import io.hermesgateway.spi.agent.TranscriptLine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stored responses, as far as a run can go on from one. */
public interface Chains {
    /** Empty for an id that is not known, which a run does not mind. */
    Optional<Chain> find(String key, String responseId);

    /** Where a stored response leaves off. */
    record Chain(String sessionId, List<TranscriptLine> history, @Nullable String instructions) {}
}
