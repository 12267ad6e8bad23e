package io.hermesgateway.tools.shell;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables whose value is known from the text itself or given from outside. What they add to the text is bounded,
 * because {@code a=xx; b=$a$a; c=$b$b …} would otherwise grow without end.
 */
final class Variables {
    private static final int LONGEST_VALUE = 4_096;

    private final Map<String, String> values;
    private int charactersLeft = 1 << 18;

    Variables(Map<String, String> given) {
        values = new HashMap<>(given);
    }

    void assign(String name, String value) {
        if (value.length() > LONGEST_VALUE) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    void forget(String name) {
        values.remove(name);
    }

    @Nullable
    String get(String name) {
        String value = values.get(name);
        if (value == null || value.length() > charactersLeft) {
            return null;
        }
        charactersLeft -= value.length();
        return value;
    }
}
