package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one run ended. */
public sealed interface TurnOutcome {
    /**
     * The turn is finished.
     *
     * @param answer what the person gets; empty for nothing
     * @param transcript the lines that this turn adds after the person's message, in order
     * @param carried when the talk has become too long: with what a new session, the child of this one, begins instead
     *     of all that was said before this turn; null to go on in the same session
     */
    record Answered(
            List<Body> answer, List<TranscriptLine> transcript, Usage usage, @Nullable List<TranscriptLine> carried)
            implements TurnOutcome {
        public Answered {
            answer = List.copyOf(answer);
            transcript = List.copyOf(transcript);
            Objects.requireNonNull(usage, "usage");
            carried = carried == null ? null : List.copyOf(carried);
        }

        public Answered(List<Body> answer, List<TranscriptLine> transcript, Usage usage) {
            this(answer, transcript, usage, null);
        }

        public static Answered text(String text) {
            return new Answered(List.of(new Body.Text(text)), List.of(), Usage.NONE);
        }
    }

    /** The turn waits for answers; it is run again when every approval it waits for is decided. */
    record Waiting(List<String> approvalIds) implements TurnOutcome {
        public Waiting {
            approvalIds = List.copyOf(approvalIds);
        }
    }

    /**
     * The turn failed.
     *
     * @param words for the person, without internals
     * @param partial what was already said, when there is something
     * @param transcript the lines of what was done before it failed, so that the next turn knows of it
     */
    record Failed(ErrorCode code, String words, @Nullable String partial, List<TranscriptLine> transcript)
            implements TurnOutcome {
        public Failed {
            transcript = List.copyOf(transcript);
        }

        public Failed(ErrorCode code, String words, @Nullable String partial) {
            this(code, words, partial, List.of());
        }
    }

    /** The run noticed that it was cancelled. */
    record Cancelled() implements TurnOutcome {}

    /** Tokens; zero where unknown. */
    record Usage(String model, long input, long output, long cached, long reasoning, int modelCalls) {
        public static final Usage NONE = new Usage("", 0, 0, 0, 0, 0);
    }
}
