package io.hermesgateway.simulators.qq;

import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;

/** A call is refused: what the servers say then. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;
    private final int inner;

    Refusal(int status, int code, String message) {
        this(status, code, code, message);
    }

    Refusal(int status, int code, int inner, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.inner = inner;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    SimReply reply(String trace) {
        return SimReply.json(
                status,
                Json.object()
                        .put("message", getMessage())
                        .put("code", code)
                        .put("err_code", inner)
                        .put("trace_id", trace));
    }
}
