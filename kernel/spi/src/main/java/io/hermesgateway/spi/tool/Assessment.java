package io.hermesgateway.spi.tool;

import io.hermesgateway.spi.approval.Reason;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Whether a call may run. */
public sealed interface Assessment {
    /** It may run at once. */
    record Allowed() implements Assessment {}

    /**
     * A person must say yes first.
     *
     * @param command the whole text to show
     */
    record Ask(String command, List<Reason> reasons) implements Assessment {
        public Ask {
            Objects.requireNonNull(command, "command");
            reasons = List.copyOf(reasons);
        }
    }

    /** It never runs, whoever says yes; {@code why} is for the model. */
    record Forbidden(String why) implements Assessment {}

    default <T> T fold(Function<Allowed, T> allowed, Function<Ask, T> ask, Function<Forbidden, T> forbidden) {
        if (this instanceof Allowed a) {
            return allowed.apply(a);
        }
        return this instanceof Ask a ? ask.apply(a) : forbidden.apply((Forbidden) this);
    }
}
