package io.hermesgateway.tools.shell;

/**
 * Counts the elementary steps of one judgement, so that a test can prove that the work grows with the length of the
 * text and not faster, without looking at a wall clock.
 */
public final class Steps {
    private long taken;

    public void take(long count) {
        taken += count;
    }

    public long taken() {
        return taken;
    }
}
