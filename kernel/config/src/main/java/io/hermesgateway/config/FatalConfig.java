package io.hermesgateway.config;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;

/** A file that cannot be read as configuration at all; at start it ends the process with exit code 78. */
public final class FatalConfig extends GatewayException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    FatalConfig(Problem.Place place, String words) {
        super(KernelError.BAD_SETTING, Problem.error(place, "", words).text());
        this.problem = Problem.error(place, "", words);
    }

    public Problem problem() {
        return problem;
    }
}
