package io.hermesgateway.spi.tool;

import io.hermesgateway.spi.approval.Choice;
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
     * @param choices what may be answered, when that is not everything
     */
    record Ask(String command, List<Reason> reasons, List<Choice> choices) implements Assessment {
        public Ask {
            Objects.requireNonNull(command, "command");
            reasons = List.copyOf(reasons);
            choices = List.copyOf(choices);
        }

        public Ask(String command, List<Reason> reasons) {
            this(command, reasons, List.of(Choice.values()));
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
