package io.hermesgateway.simulators;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;

/** Carries a socket's bytes: reads when there are some, writes in order, ends once. */
final class SocketConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final int BUFFER = 8192;
    private static final int BATCH = 64;
    private static final long LAST_WORDS_SECONDS = 5;

    private final Scheduler scheduler;
    private final SimSocket socket;
    private final SimSocket.Events events;
    private final FrameReader reader;
    private final Writer writer = new Writer();
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean paused;
    private boolean stalled;
    private boolean ended;
    private boolean gone;

    SocketConnection(EndPoint end, Executor executor, Scheduler scheduler, SimSocket socket, SimSocket.Events events) {
        super(end, executor);
        this.scheduler = scheduler;
        this.socket = socket;
        this.events = events;
        this.reader = new FrameReader(socket, events, this::closeFrame);
    }

    @Override
    public void onUpgradeTo(ByteBuffer early) {
        reader.feed(early);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        events.opened(socket);
        reader.drain();
        fillInterested();
    }

    @Override
    public void onFillable() {
        ByteBuffer bytes = BufferUtil.allocate(BUFFER);
        while (!stalls()) {
            BufferUtil.clear(bytes);
            int count = fill(bytes);
            if (count < 0) {
                gone(SimSocket.NO_FRAME, "");
                getEndPoint().close();
                return;
            }
            if (count == 0) {
                fillInterested();
                return;
            }
            reader.feed(bytes);
            reader.drain();
        }
    }

    private int fill(ByteBuffer bytes) {
        try {
            return getEndPoint().fill(bytes);
        } catch (IOException broken) {
            return -1;
        }
    }

    private synchronized boolean stalls() {
        stalled = paused;
        return paused;
    }

    void pause(boolean pause) {
        synchronized (this) {
            paused = pause;
            if (pause || !stalled) {
                return;
            }
            stalled = false;
        }
        getExecutor().execute(this::onFillable);
    }

    void send(ByteBuffer bytes) {
        synchronized (this) {
            if (ended) {
                return;
            }
            waiting.add(bytes);
        }
        writer.iterate();
    }

    /** The close frame is the last that is sent. A client that does not answer it is left soon. */
    void end(int code, String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            waiting.add(Wire.frame(true, SimSocket.CLOSE, Wire.closing(code, reason)));
        }
        writer.iterate();
        scheduler.schedule(getEndPoint()::close, LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    }

    void endWhenWritten() {
        writer.endWhenWritten();
    }

    private void closeFrame(int code, String reason) {
        boolean first;
        synchronized (this) {
            first = !ended;
        }
        if (first) {
            events.closing(socket, code, reason);
        }
        gone(code, reason);
        writer.endWhenWritten();
    }

    synchronized boolean isOpen() {
        return !ended && !gone;
    }

    void gone(int code, String reason) {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
            ended = true;
        }
        events.gone(socket, code, reason);
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        gone(SimSocket.NO_FRAME, "");
    }

    /** Writes what waits, many frames at a time. */
    private final class Writer extends IteratingCallback {
        private boolean endWhenWritten;

        void endWhenWritten() {
            synchronized (SocketConnection.this) {
                endWhenWritten = true;
            }
            iterate();
        }

        @Override
        protected Action process() {
            List<ByteBuffer> batch = new ArrayList<>();
            boolean end;
            synchronized (SocketConnection.this) {
                while (!waiting.isEmpty() && batch.size() < BATCH) {
                    batch.add(waiting.remove());
                }
                end = batch.isEmpty() && endWhenWritten;
            }
            if (end) {
                getEndPoint().close();
                return Action.IDLE;
            }
            if (batch.isEmpty()) {
                return Action.IDLE;
            }
            getEndPoint().write(this, batch.toArray(ByteBuffer[]::new));
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteFailure(Throwable broken) {
            getEndPoint().close();
            gone(SimSocket.NO_FRAME, "");
        }
    }
}
