package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.tool.ToolCall;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one question to a model. */
public sealed interface Reply {
    /**
     * The model answered.
     *
     * @param finish why it stopped, in the provider's word: {@code stop}, {@code tool_calls}, {@code length} …
     */
    record Answer(String text, String reasoning, List<ToolCall> calls, String finish, String model, Tokens tokens)
            implements Reply {
        public Answer {
            calls = List.copyOf(calls);
        }

        public Answer calling(List<ToolCall> others) {
            return new Answer(text, reasoning, others, finish, model, tokens);
        }
    }

    /**
     * It did not.
     *
     * @param said the provider's own words, or ours about what happened, without secrets
     * @param retryAfter how long the provider wants to be left alone
     * @param partial the text that had come and was shown already
     */
    record Trouble(Kind kind, String said, @Nullable Duration retryAfter, String partial) implements Reply {
        public Trouble(Kind kind, String said) {
            this(kind, said, null, "");
        }
    }

    /** Kinds of trouble. */
    enum Kind {
        /** The key is missing, wrong or may not do this. */
        KEY,
        /** The account is empty. */
        QUOTA,
        /** The provider does not have this model. */
        MODEL,
        /** The talk is longer than the model can see. */
        TOO_LONG,
        /** The provider refused the request for another reason. */
        REFUSED,
        /** Too many requests at the moment. */
        BUSY,
        /** The provider cannot be reached, broke off, or failed. */
        AWAY,
        /** Nothing came for too long. */
        SILENT,
        /** The whole answer took too long. */
        OVERDUE,
        /** What came is not what the API promises. */
        GARBAGE,
        /** More came than anybody can use. */
        TOO_MUCH;

        /** Whether the same question may be answered a moment later. */
        public boolean passing() {
            return this == BUSY || this == AWAY || this == SILENT || this == GARBAGE;
        }
    }
}
