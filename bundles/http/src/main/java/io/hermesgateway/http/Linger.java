package io.hermesgateway.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads what a client still sends after it has had its answer. A socket that is closed with bytes unread tells the client
 * so by a reset, and many then throw away the refusal that they had already received.
 */
final class Linger extends Callback.Nested implements Runnable {
    private static final long BYTES_MOST = 64L << 20;
    private static final long NANOS_MOST = TimeUnit.SECONDS.toNanos(10);

    private final Request request;
    private long read;
    private long since;

    Linger(Request request, Callback callback) {
        super(callback);
        this.request = request;
    }

    @Override
    public void succeeded() {
        since = System.nanoTime();
        if (isPointless()) {
            super.succeeded();
        } else {
            run();
        }
    }

    /** It waits for our word before it sends, or it would send for too long. */
    private boolean isPointless() {
        return request.getLength() > BYTES_MOST || request.getHeaders().contains(HttpHeader.EXPECT);
    }

    @Override
    public void run() {
        while (read <= BYTES_MOST && System.nanoTime() - since < NANOS_MOST) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                break;
            }
            read += chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                break;
            }
        }
        super.succeeded();
    }
}
