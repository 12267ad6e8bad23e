package io.hermesgateway.simulators.qq;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one Identify began: a row of events, which goes on growing while no socket is there to carry them. */
final class Session {
    final String id;
    final Bot bot;
    final long intents;
    final int shard;
    final int shards;
    final Instant start;

    /** What was sent or waits to be, the oldest first. */
    final ArrayDeque<Event> ring = new ArrayDeque<>();

    /** What the heartbeats said. */
    final List<Long> heartbeats = new ArrayList<>();

    @Nullable
    Connection connection;

    /** When it lost its socket. */
    @Nullable
    Instant alone;

    /** The number of its newest event. */
    long newest;

    /** The number of the newest event that a heartbeat or a resume confirmed. */
    long confirmed;

    /** The number of the newest event that was given to a socket. */
    long sent;

    Session(String id, Bot bot, long intents, int shard, int shards, Instant start) {
        this.id = id;
        this.bot = bot;
        this.intents = intents;
        this.shard = shard;
        this.shards = shards;
        this.start = start;
    }

    /** An event with its number in this session. */
    record Event(long s, String id, String type, String data) {
        String frame() {
            return "{\"id\":\"" + id + "\",\"op\":0,\"s\":" + s + ",\"t\":\"" + type + "\",\"d\":" + data + "}";
        }
    }

    Event add(String envelope, String type, String data, long most) {
        Event event = new Event(++newest, envelope, type, data);
        ring.add(event);
        while (ring.size() > most) {
            ring.remove();
        }
        return event;
    }

    /** Whether all events after this one are still there. */
    boolean reaches(long seq) {
        Event oldest = ring.peek();
        return oldest == null || seq + 1 >= oldest.s() || seq >= newest;
    }

    void confirm(long seq) {
        confirmed = Math.max(confirmed, Math.min(seq, newest));
    }

    boolean isOver(Instant now, long seconds) {
        return alone != null && alone.plusSeconds(seconds).isBefore(now);
    }
}
