package io.hermesgateway.simulators.weixin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** "The other side is typing", as the person sees it: on until it is taken back. */
final class Typing {
    record Interval(Pair pair, Instant from, Instant last, @Nullable Instant until) {}

    private record Ticket(Pair pair, Instant until) {}

    private static final int REMEMBERED = 1_000;

    private final Randomness random;
    private final Map<String, Ticket> tickets = new HashMap<>();
    private final Map<Pair, Interval> shown = new HashMap<>();
    private final Deque<Interval> over = new ArrayDeque<>();

    Typing(Randomness random) {
        this.random = random;
    }

    String ticket(Pair pair, Duration valid, Instant now) {
        tickets.values().removeIf(old -> !now.isBefore(old.until));
        String ticket = random.opaque("TK");
        tickets.put(ticket, new Ticket(pair, now.plus(valid)));
        return ticket;
    }

    boolean valid(String ticket, Pair pair, Instant now) {
        Ticket known = tickets.get(ticket);
        return known != null && known.pair.equals(pair) && now.isBefore(known.until);
    }

    void on(Pair pair, Instant now) {
        Interval since = shown.get(pair);
        shown.put(pair, new Interval(pair, since == null ? now : since.from, now, null));
    }

    void off(Pair pair, Instant now) {
        Interval since = shown.remove(pair);
        if (since != null) {
            over.addLast(new Interval(pair, since.from, since.last, now));
            if (over.size() > REMEMBERED) {
                over.removeFirst();
            }
        }
    }

    boolean isOn(Pair pair) {
        return shown.containsKey(pair);
    }

    /** Those that were taken back, then those that are still shown. */
    List<Interval> intervals() {
        List<Interval> all = new ArrayList<>(over);
        all.addAll(shown.values());
        return all;
    }

    /** Shown, but not repeated for so long: nobody is typing any more, and the person is not told. */
    List<Interval> stuck(Duration silent, Instant now) {
        return shown.values().stream()
                .filter(interval -> !now.isBefore(interval.last.plus(silent)))
                .toList();
    }
}
