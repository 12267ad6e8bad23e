package io.hermesgateway.core.control;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the control socket. Its requests run side by side, each on a thread; answers carry the request's id. */
final class ControlSession {
    private static final int LINE_MOST = 1_048_576;
    private static final int AT_ONCE = 32;
    private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

    private final SocketChannel channel;
    private final ControlCalls calls;
    private final Executor threads;
    private final InstantSource clock;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private volatile @Nullable Instant writingSince;

    ControlSession(SocketChannel channel, ControlCalls calls, Executor threads, InstantSource clock) {
        this.channel = channel;
        this.calls = calls;
        this.threads = threads;
        this.clock = clock;
    }

    /** Until the client goes. */
    void serve() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer read = ByteBuffer.allocate(16_384);
        try {
            while (line.size() <= LINE_MOST && channel.read(read.clear()) >= 0) {
                for (read.flip(); read.hasRemaining(); ) {
                    byte next = read.get();
                    line.write(next);
                    if (next == '\n') {
                        take(line.toByteArray());
                        line.reset();
                    }
                }
            }
            if (line.size() > LINE_MOST) {
                fail(null, KernelError.TOO_LARGE, "a request is one line of at most a megabyte");
            }
        } catch (IOException gone) {
            LOG.debug("a client of the control socket is gone", gone);
        } finally {
            close();
        }
    }

    private void take(byte[] line) {
        try {
            Map<String, Object> request = Json.read(line);
            if (room.tryAcquire()) {
                threads.execute(() -> answer(request));
            } else {
                fail(request.get("id"), KernelError.BUSY, "at most " + AT_ONCE + " calls at once");
            }
        } catch (IOException unreadable) {
            fail(null, KernelError.BAD_REQUEST, "a request is one JSON object in one line");
        }
    }

    @SuppressWarnings("unchecked")
    private void answer(Map<String, Object> request) {
        Object id = request.get("id");
        Map<String, Object> args = request.get("args") instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        Caller who = new Caller(String.valueOf(request.getOrDefault("who", "operator")), "cli");
        boolean answered = false;
        try {
            String name = String.valueOf(request.get("call"));
            send(id, "result", calls.call(name, who, args, item -> send(id, "item", item)));
            answered = true;
        } catch (GatewayException refused) {
            String words = String.valueOf(refused.getMessage());
            answered = send(id, "error", Map.of("code", refused.code().code(), "message", words));
        } catch (RuntimeException broken) {
            LOG.error("the call {} failed", request.get("call"), broken);
        } finally {
            room.release();
            if (!answered) {
                fail(id, KernelError.INTERNAL, "the call failed; logs/gateway.log says why");
            }
        }
    }

    private void fail(@Nullable Object id, KernelError code, String message) {
        send(id, "error", Map.of("code", code.code(), "message", message));
    }

    /** False when the client is gone. */
    private synchronized boolean send(@Nullable Object id, String kind, @Nullable Object content) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put(kind, content);
        try {
            byte[] text = Json.bytes(line);
            ByteBuffer out = ByteBuffer.allocate(text.length + 1)
                    .put(text)
                    .put((byte) '\n')
                    .flip();
            writingSince = clock.instant();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return true;
        } catch (IOException gone) {
            LOG.debug("a client of the control socket is gone", gone);
            return false;
        } finally {
            writingSince = null;
        }
    }

    /** Ends a client that has not taken its answer since then. */
    void dropIfStuck(Instant since) {
        Instant writing = writingSince;
        if (writing != null && writing.isBefore(since)) {
            LOG.warn("a client of the control socket does not read; it is dropped");
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing a client of the control socket", alreadyGone);
        }
    }
}
