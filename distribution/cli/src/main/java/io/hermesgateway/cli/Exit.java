package io.hermesgateway.cli;

/** Exit codes that scripts rely on. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_RUNNING = 3;
    /** Accepted by us, not yet by the far side. */
    static final int WAITING = 4;

    static final int CONFIGURATION = 78;

    private Exit() {}
}
