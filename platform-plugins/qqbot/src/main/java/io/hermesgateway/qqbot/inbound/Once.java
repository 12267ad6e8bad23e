package io.hermesgateway.qqbot.inbound;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Remembers what has been there, the newest so many. */
final class Once {
    private final Set<String> seen;

    Once(int most) {
        seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        }));
    }

    /** Whether it comes for the first time. */
    boolean first(String what) {
        return seen.add(what);
    }

    boolean has(String what) {
        return seen.contains(what);
    }
}
