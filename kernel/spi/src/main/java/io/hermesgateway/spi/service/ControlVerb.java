package io.hermesgateway.spi.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that a bundle adds to the control socket and the console, published in the registry under its name, for example
 * {@code kanban.list}. A verb whose name begins with {@code doctor.} returns a list of {@link Rows.Check}: its part of what
 * the doctor finds. Arguments and results are JSON-like: maps, lists, strings, numbers, booleans, null, or records.
 */
public interface ControlVerb {
    /**
     * Does it, on a thread of the caller.
     *
     * @param caller who asks, for the audit
     * @param progress gets intermediate results of long or streaming calls
     * @throws io.hermesgateway.spi.error.GatewayException with a code and a sentence
     */
    @Nullable
    Object call(GatewayControl.Caller caller, Map<String, Object> arguments, Progress progress);

    /** Receives what comes before the final result. */
    interface Progress {
        /** False when nobody listens any more and the call should end. */
        boolean show(Object item);
    }
}
