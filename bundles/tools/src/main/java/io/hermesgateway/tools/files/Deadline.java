package io.hermesgateway.tools.files;

import io.hermesgateway.spi.tool.ToolRun;
import java.time.Instant;
import java.time.InstantSource;

/** When to give up: a search that takes too long, or a turn that was stopped. */
final class Deadline {
    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    /** Thrown out of the depths of a regular expression, which has no other way to be ended. */
    static final class Passed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Passed() {
            super("took too long", null, false, false);
        }
    }

    private final InstantSource clock;
    private final Instant end;
    private final ToolRun run;
    private int steps;
    private boolean passed;

    Deadline(InstantSource clock, Instant end, ToolRun run) {
        this.clock = clock;
        this.end = end;
        this.run = run;
    }

    boolean passed() {
        passed = passed || run.cancelled() || clock.instant().isAfter(end);
        return passed;
    }

    /** A text whose every character costs a step, so that a pattern that runs away is noticed. */
    CharSequence watching(CharSequence text) {
        return new Watched(text);
    }

    private final class Watched implements CharSequence {
        private final CharSequence text;

        Watched(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > STEPS_BETWEEN_LOOKS) {
                steps = 0;
                if (passed()) {
                    throw new Passed();
                }
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
