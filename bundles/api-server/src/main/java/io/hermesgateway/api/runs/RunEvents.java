package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Registration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What happened in a run, numbered, as frames of a stream. The last thousand are kept, so that a reader who comes late, or
 * comes back with the number of the last frame it saw, gets what it missed. Readers never wait for each other.
 */
final class RunEvents {
    static final int KEPT_MOST = 1_000;

    private final Deque<Frame> kept = new ArrayDeque<>();
    private final List<Reader> readers = new ArrayList<>();
    private long last;
    private boolean closed;

    /** @param first the number before that of the first event */
    RunEvents(long first) {
        this.last = first;
    }

    /** Takes frames at once or loses them; never waits. */
    interface Reader {
        void event(long id, String json);

        void end();
    }

    private record Frame(long id, String json) {}

    synchronized void add(ObjectNode event) {
        if (closed) {
            return;
        }
        Frame frame = new Frame(++last, event.toString());
        kept.addLast(frame);
        if (kept.size() > KEPT_MOST) {
            kept.removeFirst();
        }
        List.copyOf(readers).forEach(reader -> reader.event(frame.id(), frame.json()));
    }

    /** Gives the reader what came after the number, and from now on whatever comes. */
    synchronized Registration follow(long after, Reader reader) {
        kept.stream().filter(frame -> frame.id() > after).forEach(frame -> reader.event(frame.id(), frame.json()));
        if (closed) {
            reader.end();
            return () -> {};
        }
        readers.add(reader);
        return () -> drop(reader);
    }

    private synchronized void drop(Reader reader) {
        readers.remove(reader);
    }

    /** Nothing more will happen. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List.copyOf(readers).forEach(Reader::end);
        readers.clear();
    }
}
