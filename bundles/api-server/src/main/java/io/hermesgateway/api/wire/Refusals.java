package io.hermesgateway.api.wire;

import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refusals in the words of OpenAI. */
public final class Refusals {
    /** The official SDKs try 409, 429 and 5xx again on their own; where that would only run the agent again, this says no. */
    public static final String NO_RETRY = "x-should-retry";

    private Refusals() {}

    /**
     * 400.
     *
     * @param param the place in the request
     */
    public static Refused bad(@Nullable String code, @Nullable String param, String message) {
        return new Refused(new Failure(400, "invalid_request_error", param, code, message, Map.of()));
    }

    public static Refused notFound(String code, String message) {
        return new Refused(Failure.notFound(code, message));
    }

    /** A fault of ours. */
    public static Failure server(int status, @Nullable String code, String message) {
        return new Failure(status, "server_error", null, code, message, Map.of());
    }
}
