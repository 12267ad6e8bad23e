package io.hermesgateway.httpkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of server-sent events that costs no thread: whoever has an event puts it here and goes on, and what has
 * gathered while the last write was under way goes out in one piece. A client that reads too slowly is let go when its
 * queue is full. While nothing happens a comment keeps the connection alive, by the one timer of the listener, which is
 * also how a client that has vanished is noticed.
 */
public final class Sse {
    private static final Logger LOG = LoggerFactory.getLogger(Sse.class);
    private static final byte[] KEEP_ALIVE = ": keepalive\n\n".getBytes(StandardCharsets.UTF_8);

    private static final long BURST_NANOS = 2_000_000;
    private static final int BURST_BYTES = 32_768;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Options options;
    private final Scheduler scheduler;
    private final Writer writer = new Writer();
    private final List<Runnable> listeners = new ArrayList<>();
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream(0);
    private boolean ending;
    private boolean closed;
    private boolean over;
    private long written = System.nanoTime();
    private Scheduler.@Nullable Task beat;
    private Scheduler.@Nullable Task gathering;

    /**
     * How a stream behaves.
     *
     * @param keepAlive how long it may be silent
     * @param queueBytes the most that may wait for a slow client
     */
    public record Options(Duration keepAlive, int queueBytes) {
        public static final Options USUAL = new Options(Duration.ofSeconds(10), 8 << 20);
    }

    Sse(Request request, Response response, Callback callback, Options options) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.options = options;
        this.scheduler = request.getComponents().getScheduler();
    }

    /** The id after which a returning client wants to go on; null for one that is new. */
    public static @Nullable String lastEventId(Request request) {
        return request.getHeaders().get("Last-Event-ID");
    }

    /** Sends the head at once, so that the client knows that it is heard. */
    void begin() {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
        response.getHeaders().put("X-Accel-Buffering", "no");
        request.addFailureListener(this::broken);
        put(new byte[0]);
        scheduleBeat(options.keepAlive().toNanos());
    }

    /** An event without a name. False when the client is gone. */
    public boolean data(String data) {
        return event(null, null, data);
    }

    /** False when the client is gone. */
    public boolean event(@Nullable String id, @Nullable String name, String data) {
        StringBuilder frame = new StringBuilder(data.length() + 64);
        field(frame, "id", id);
        field(frame, "event", name);
        if (data.indexOf('\n') < 0 && data.indexOf('\r') < 0) {
            frame.append("data: ").append(data).append('\n');
        } else {
            data.lines().forEach(line -> frame.append("data: ").append(line).append('\n'));
        }
        return put(frame.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void field(StringBuilder frame, String field, @Nullable String value) {
        if (value != null) {
            frame.append(field).append(": ").append(oneLine(value)).append('\n');
        }
    }

    /** False when the client is gone. */
    public boolean comment(String words) {
        return put((": " + oneLine(words) + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A frame that is already whole, its empty line included. False when the client is gone. */
    public boolean frame(byte[] whole) {
        return put(whole);
    }

    /**
     * The same for one of many small frames: those that follow at once go out with it in one write, and nothing waits for
     * longer than two milliseconds. False when the client is gone.
     */
    public boolean soon(byte[] whole) {
        boolean now;
        synchronized (this) {
            if (closed || ending) {
                return false;
            }
            now = System.nanoTime() - written > BURST_NANOS || waiting.size() + whole.length > BURST_BYTES;
            if (!now) {
                waiting.writeBytes(whole);
                if (gathering == null) {
                    gathering = scheduler.schedule(this::gathered, BURST_NANOS, TimeUnit.NANOSECONDS);
                }
            }
        }
        return !now || put(whole);
    }

    private void gathered() {
        synchronized (this) {
            gathering = null;
            written = System.nanoTime();
        }
        writer.iterate();
    }

    private static String oneLine(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }

    private boolean put(byte[] frame) {
        synchronized (this) {
            if (closed || ending) {
                return false;
            }
            if (waiting.size() + frame.length > options.queueBytes()) {
                LOG.info("a client reads its events too slowly and is let go");
                closed = true;
            } else {
                waiting.writeBytes(frame);
                written = System.nanoTime();
            }
        }
        if (!isOpen()) {
            writer.abort(new java.io.IOException("the client reads too slowly"));
            return false;
        }
        writer.iterate();
        return true;
    }

    public synchronized boolean isOpen() {
        return !closed;
    }

    /** Ends the stream in order, after what was put. */
    public void end() {
        synchronized (this) {
            if (closed || ending) {
                return;
            }
            ending = true;
        }
        writer.iterate();
    }

    /** Runs once, when the stream has ended or the client is gone; at once if that is so already. */
    public void onClose(Runnable listener) {
        synchronized (this) {
            if (!over) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    private void broken(Throwable why) {
        writer.abort(why);
    }

    private void over() {
        List<Runnable> told;
        synchronized (this) {
            closed = true;
            over = true;
            waiting = new ByteArrayOutputStream(0);
            told = List.copyOf(listeners);
            listeners.clear();
            if (beat != null) {
                beat.cancel();
            }
            if (gathering != null) {
                gathering.cancel();
            }
        }
        told.forEach(Runnable::run);
    }

    private void scheduleBeat(long nanos) {
        synchronized (this) {
            if (!closed) {
                beat = scheduler.schedule(
                        this::beat, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void beat() {
        long silent;
        synchronized (this) {
            silent = System.nanoTime() - written;
        }
        long left = options.keepAlive().toNanos() - silent;
        if (left > 1_000_000) {
            scheduleBeat(left);
        } else if (put(KEEP_ALIVE)) {
            scheduleBeat(options.keepAlive().toNanos());
        }
    }

    /** One write at a time; whatever came meanwhile is the next. */
    private final class Writer extends IteratingCallback {
        private boolean begun;
        private boolean ended;

        @Override
        protected Action process() {
            byte[] next;
            boolean last;
            synchronized (Sse.this) {
                if (begun && waiting.size() == 0 && !ending) {
                    return Action.IDLE;
                }
                if (begun && ended) {
                    return Action.SUCCEEDED;
                }
                next = waiting.toByteArray();
                waiting = new ByteArrayOutputStream(0);
                last = ending;
                ended = last;
                begun = true;
            }
            response.write(last, ByteBuffer.wrap(next), this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            over();
            callback.succeeded();
        }

        @Override
        protected void onCompleteFailure(Throwable why) {
            over();
            callback.failed(why);
        }
    }
}
