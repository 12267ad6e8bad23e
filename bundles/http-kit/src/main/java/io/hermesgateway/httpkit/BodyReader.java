package io.hermesgateway.httpkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Collects a body as it comes, on whatever thread brings the next piece, up to a limit in bytes and in time. */
public final class BodyReader implements Runnable {
    /** A client that needs longer for a whole body sends it on purpose that slowly. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Request request;
    private final long limit;
    private final Consumer<byte[]> then;
    private final Consumer<Throwable> failed;
    private final long begun = System.nanoTime();
    private final ByteArrayOutputStream collected;

    private BodyReader(Request request, long limit, Consumer<byte[]> then, Consumer<Throwable> failed) {
        this.request = request;
        this.limit = limit;
        this.then = then;
        this.failed = failed;
        this.collected = new ByteArrayOutputStream((int) Math.max(512, Math.min(65_536, request.getLength())));
    }

    /** Calls one of the two, once: with {@link Refused} when it is too large, or with what went wrong while reading. */
    public static void read(Request request, long limit, Consumer<byte[]> then, Consumer<Throwable> failed) {
        if (request.getLength() > limit) {
            failed.accept(new Refused(Failure.tooLarge(limit)));
        } else {
            new BodyReader(request, limit, then, failed).run();
        }
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failed.accept(chunk.getFailure());
                return;
            }
            collect(chunk);
            if (collected.size() > limit) {
                failed.accept(new Refused(Failure.tooLarge(limit)));
                return;
            }
            if (chunk.isLast()) {
                then.accept(collected.toByteArray());
                return;
            }
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                failed.accept(new TimeoutException("the body took too long"));
                return;
            }
        }
    }

    private void collect(Content.Chunk chunk) {
        ByteBuffer bytes = chunk.getByteBuffer();
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        collected.writeBytes(piece);
        chunk.release();
    }
}
