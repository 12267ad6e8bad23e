package io.hermesgateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Compresses an answer that is written in one piece and large enough to gain from it. Streams pass untouched: an event is
 * worth more now than small.
 */
final class Zipped extends Response.Wrapper {
    private static final int WORTH_IT = 1_400;

    private boolean begun;

    private Zipped(Request request, Response response) {
        super(request, response);
    }

    static Response of(Request request, Response response) {
        return request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip")
                        && !request.getMethod().equals("HEAD")
                ? new Zipped(request, response)
                : response;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        ByteBuffer sent = content;
        if (content != null && last && !begun && content.remaining() >= WORTH_IT && isCompressible()) {
            sent = zip(content);
        }
        begun = true;
        super.write(last, sent, callback);
    }

    private boolean isCompressible() {
        HttpFields headers = getHeaders();
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        return getStatus() == 200
                && !headers.contains(HttpHeader.CONTENT_ENCODING)
                && type != null
                && (type.startsWith("text/") || type.startsWith("application/json") || type.contains("javascript"))
                && !type.startsWith("text/event-stream");
    }

    private ByteBuffer zip(ByteBuffer content) {
        ByteArrayOutputStream small = new ByteArrayOutputStream(content.remaining() / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(small)) {
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
        getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        return ByteBuffer.wrap(small.toByteArray());
    }
}
