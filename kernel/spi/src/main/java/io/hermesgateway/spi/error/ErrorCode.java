package io.hermesgateway.spi.error;

/**
 * A stable, lower-case name for one kind of failure. Plugins declare their own codes as enums that implement this
 * interface; the kernel's are in {@link KernelError}. Callers decide by {@link #fault()} and {@link #retryUseful()},
 * never by comparing message texts.
 */
public interface ErrorCode {
    /** The name that appears in JSON and logs, for example {@code not_allowed}. */
    String code();

    /** Whose fault it is. */
    Fault fault();

    /** Whether the same call may succeed later without anybody changing anything. */
    boolean retryUseful();
}
