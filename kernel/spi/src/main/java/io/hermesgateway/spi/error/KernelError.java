package io.hermesgateway.spi.error;

import java.util.Locale;

/** The failures the kernel itself names. */
public enum KernelError implements ErrorCode {
    BAD_REQUEST(Fault.CALLER, false),
    NOT_FOUND(Fault.CALLER, false),
    NOT_ALLOWED(Fault.CALLER, false),
    ALREADY_DECIDED(Fault.CALLER, false),
    BAD_SETTING(Fault.CONFIGURATION, false),
    CREDENTIALS_REFUSED(Fault.CONFIGURATION, false),
    PLATFORM_AWAY(Fault.FAR_SIDE, true),
    REFUSED_BY_PLATFORM(Fault.FAR_SIDE, false),
    NOT_A_JAR(Fault.CALLER, false),
    UNSAFE_ARCHIVE(Fault.CALLER, false),
    NO_PLUGIN(Fault.CALLER, false),
    TOO_LARGE(Fault.CALLER, false),
    DUPLICATE(Fault.CALLER, false),
    INCOMPATIBLE_SPI(Fault.CALLER, false),
    EMBEDS_SHARED_LIBRARY(Fault.CALLER, false),
    PLUGIN_FAILED(Fault.PLUGIN, true),
    PLUGIN_OVERDUE(Fault.PLUGIN, true),
    PLUGIN_QUARANTINED(Fault.PLUGIN, false),
    JOURNAL_UNAVAILABLE(Fault.RESOURCES, true),
    STORE_UNAVAILABLE(Fault.RESOURCES, true),
    PORT_IN_USE(Fault.RESOURCES, true),
    HOME_IN_USE(Fault.CONFIGURATION, false),
    DRAINING(Fault.GATEWAY, true),
    BUSY(Fault.GATEWAY, true),
    INTERNAL(Fault.GATEWAY, true);

    private final Fault fault;
    private final boolean retryUseful;

    KernelError(Fault fault, boolean retryUseful) {
        this.fault = fault;
        this.retryUseful = retryUseful;
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
