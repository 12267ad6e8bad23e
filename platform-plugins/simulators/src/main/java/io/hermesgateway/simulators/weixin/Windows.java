package io.hermesgateway.simulators.weixin;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a bot may still say to a person: each message of the person brings a new context token and opens a new window of
 * a few sends and a day.
 */
final class Windows {
    enum Verdict {
        OPEN,
        NO_TOKEN,
        UNKNOWN_TOKEN,
        OLD_TOKEN,
        USED_UP,
        TOO_LATE
    }

    record Limits(int sends, Duration age) {}

    private static final class Window {
        private final Map<String, Boolean> older = new Recent<>(1_000);
        private String token;
        private Instant opened;
        private int used;

        private Window(String token, Instant opened) {
            this.token = token;
            this.opened = opened;
        }

        private void renew(String newest, Instant now) {
            older.put(token, true);
            token = newest;
            opened = now;
            used = 0;
        }
    }

    private final Map<Pair, Window> windows = new HashMap<>();

    void open(Pair pair, String token, Instant now) {
        Window window = windows.get(pair);
        if (window == null) {
            windows.put(pair, new Window(token, now));
        } else {
            window.renew(token, now);
        }
    }

    Verdict look(Pair pair, String token, Limits limits, Instant now) {
        Window window = windows.get(pair);
        if (token.isEmpty()) {
            return Verdict.NO_TOKEN;
        }
        if (window == null || !(token.equals(window.token) || window.older.containsKey(token))) {
            return Verdict.UNKNOWN_TOKEN;
        }
        if (Duration.between(window.opened, now).compareTo(limits.age()) >= 0) {
            return Verdict.TOO_LATE;
        }
        if (window.used >= limits.sends()) {
            return Verdict.USED_UP;
        }
        return token.equals(window.token) ? Verdict.OPEN : Verdict.OLD_TOKEN;
    }

    void spend(Pair pair) {
        Window window = windows.get(pair);
        if (window != null) {
            window.used++;
        }
    }

    int used(Pair pair) {
        Window window = windows.get(pair);
        return window == null ? 0 : window.used;
    }
}
