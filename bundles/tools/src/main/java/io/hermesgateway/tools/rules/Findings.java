package io.hermesgateway.tools.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules found in one command text. What would be hardline here is only asked about when it happens on another
 * machine or inside a container: it is somebody's decision there, and this host survives it.
 */
public final class Findings {
    private final Map<String, Cause> asks = new LinkedHashMap<>();
    private @Nullable Hardline hardline;
    private int elsewhere;

    public void ask(Cause cause) {
        asks.putIfAbsent(cause.key(), cause);
    }

    public void forbid(Hardline cause) {
        if (elsewhere > 0) {
            ask(cause);
        } else if (hardline == null) {
            hardline = cause;
        }
    }

    public void enterElsewhere() {
        elsewhere++;
    }

    public void leaveElsewhere() {
        elsewhere--;
    }

    public @Nullable Hardline hardline() {
        return hardline;
    }

    public Collection<Cause> asks() {
        return Collections.unmodifiableCollection(asks.values());
    }
}
