package io.hermesgateway.cli;

/** The command ends here, with a sentence for the person and an exit code. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    Failure(int exit, String words) {
        super(words, null, false, false);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
