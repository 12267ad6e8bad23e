package io.hermesgateway.agent.provider;

import io.hermesgateway.agent.wire.Reply.Kind;
import io.hermesgateway.spi.error.ErrorCode;
import io.hermesgateway.spi.error.Fault;
import java.util.Locale;

/** What goes wrong with models. */
public enum ModelError implements ErrorCode {
    NO_MODEL(Fault.CONFIGURATION, false),
    PROVIDER_KEY(Fault.CONFIGURATION, false),
    PROVIDER_QUOTA(Fault.CONFIGURATION, true),
    PROVIDER_MODEL(Fault.CONFIGURATION, false),
    PROVIDER_TOO_LONG(Fault.CALLER, false),
    PROVIDER_REFUSED(Fault.FAR_SIDE, false),
    PROVIDER_BUSY(Fault.FAR_SIDE, true),
    PROVIDER_AWAY(Fault.FAR_SIDE, true),
    PROVIDER_SILENT(Fault.FAR_SIDE, true),
    PROVIDER_OVERDUE(Fault.FAR_SIDE, true),
    PROVIDER_GARBAGE(Fault.FAR_SIDE, true),
    PROVIDER_TOO_MUCH(Fault.FAR_SIDE, false),
    NO_WORDS(Fault.FAR_SIDE, true),
    OUTPUT_TRUNCATED(Fault.FAR_SIDE, false);

    private final Fault fault;
    private final boolean retryUseful;

    ModelError(Fault fault, boolean retryUseful) {
        this.fault = fault;
        this.retryUseful = retryUseful;
    }

    public static ModelError of(Kind kind) {
        return valueOf("PROVIDER_" + kind.name());
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return fault;
    }

    @Override
    public boolean retryUseful() {
        return retryUseful;
    }
}
