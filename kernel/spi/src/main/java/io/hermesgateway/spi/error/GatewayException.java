package io.hermesgateway.spi.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code. The message is one sentence for a person that says what to do; it never contains a secret.
 * Expected outcomes of a contract are results, not exceptions: this one is for lost ground and refused commands.
 */
public class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;

    public GatewayException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public GatewayException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public ErrorCode code() {
        return code;
    }
}
