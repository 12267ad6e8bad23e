package io.hermesgateway.tools.shell;

/** The text cannot be read as shell text: a quote or substitution stays open, or it nests or grows beyond the limits. */
public final class Unparsable extends Exception {
    private static final long serialVersionUID = 1L;

    Unparsable(String message) {
        super(message, null, false, false);
    }
}
