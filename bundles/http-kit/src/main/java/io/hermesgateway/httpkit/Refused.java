package io.hermesgateway.httpkit;

import java.io.Serial;

/** Thrown by an {@link Endpoint} or while reading a body: the answer is this failure. */
public final class Refused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    public Refused(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
