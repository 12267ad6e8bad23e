package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.ErrorCode;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.util.Optional;
import java.util.function.Function;

/** How a call into a plugin ended. Nothing in it keeps the plugin's classes alive except a value. */
public sealed interface Outcome<T> {
    /** It returned, and not null. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It threw, or returned null. The code is the plugin's own where it threw a {@link GatewayException}. */
    record Threw<T>(ErrorCode code, String why, String trace) implements Outcome<T> {}

    /** It did not return in time, or its plugin was stopped meanwhile; nobody knows what it did. */
    record Overdue<T>(String why) implements Outcome<T> {}

    /** It was never begun, because the plugin is not there any more. */
    record NotCalled<T>(String why) implements Outcome<T> {}

    default <R> R fold(
            Function<Done<T>, R> done,
            Function<Threw<T>, R> threw,
            Function<Overdue<T>, R> overdue,
            Function<NotCalled<T>, R> notCalled) {
        if (this instanceof Done<T> d) {
            return done.apply(d);
        }
        if (this instanceof Threw<T> t) {
            return threw.apply(t);
        }
        return this instanceof Overdue<T> o ? overdue.apply(o) : notCalled.apply((NotCalled<T>) this);
    }

    /** What went wrong, in one sentence; empty when all went well. */
    default Optional<String> trouble() {
        return fold(
                done -> Optional.empty(),
                threw -> Optional.of(threw.why()),
                overdue -> Optional.of(overdue.why()),
                not -> Optional.of(not.why()));
    }

    /** The value, or the failure as an exception with its code. */
    default T orThrow() {
        if (this instanceof Done<T> done) {
            return done.value();
        }
        ErrorCode code = this instanceof Threw<T> threw
                ? threw.code()
                : this instanceof Overdue<T> ? KernelError.PLUGIN_OVERDUE : KernelError.PLUGIN_FAILED;
        throw new GatewayException(code, trouble().orElse(""));
    }
}
