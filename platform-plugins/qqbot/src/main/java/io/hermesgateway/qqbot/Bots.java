package io.hermesgateway.qqbot;

import io.hermesgateway.qqbot.api.JdkHttp;
import io.hermesgateway.qqbot.link.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all bots of this gateway share, so that one more of them costs little: HTTP connections and the turn to connect. */
final class Bots {
    private static final int AT_ONCE = 16;
    private static final long SPREAD = 300;
    private static final long SPREAD_EACH = 25;
    private static final long SPREAD_MOST = 8_000;

    private final Gate gate = new Gate(AT_ONCE);
    private final Map<String, JdkHttp> ways = new HashMap<>();
    private final List<QqPlatform> open = new ArrayList<>();

    Gate gate() {
        return gate;
    }

    /** The way out through a proxy, or none. */
    synchronized JdkHttp http(String proxy) {
        return ways.computeIfAbsent(proxy, JdkHttp::new);
    }

    synchronized void add(QqPlatform bot) {
        open.add(bot);
    }

    /** The last one turns off the light. */
    synchronized void remove(QqPlatform bot) {
        if (open.remove(bot) && open.isEmpty()) {
            ways.values().forEach(JdkHttp::close);
            ways.clear();
        }
    }

    synchronized List<QqPlatform> open() {
        return List.copyOf(open);
    }

    /** Many bots that are rotated at once come back one after the other. */
    synchronized Duration spread() {
        return Duration.ofMillis(Math.min(SPREAD_MOST, SPREAD + SPREAD_EACH * open.size()));
    }
}
