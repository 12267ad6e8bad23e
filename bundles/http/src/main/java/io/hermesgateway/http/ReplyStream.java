package io.hermesgateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Holds a short answer back until its length is known; a long one, or one that is flushed, streams. */
final class ReplyStream extends OutputStream {
    private static final int HELD_MOST = 32_768;

    private final Response response;
    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    ReplyStream(Response response) {
        this.response = response;
        this.out = Content.Sink.asOutputStream(response);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        held.write(bytes, from, length);
        if (held.size() > HELD_MOST) {
            pass();
        }
    }

    @Override
    public void flush() throws IOException {
        pass();
        out.flush();
    }

    private void pass() throws IOException {
        held.writeTo(out);
        held.reset();
    }

    /** Sends the rest; with nothing sent before, the server adds the length. */
    void end(Callback callback) {
        response.write(true, ByteBuffer.wrap(held.toByteArray()), callback);
    }
}
