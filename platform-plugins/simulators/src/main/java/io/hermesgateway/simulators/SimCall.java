package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/** One HTTP request, with its whole body, waiting for its one answer. */
public final class SimCall {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final byte[] body;
    private final String method;
    private final String path;
    private final Fields query;
    private final HttpFields headers;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable Departure departure;

    SimCall(Request request, Response response, Callback callback, byte[] body) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.body = body;
        this.method = request.getMethod();
        this.path = URIUtil.decodePath(Request.getPathInContext(request));
        this.query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        this.headers = request.getHeaders().asImmutable();
    }

    /** GET, POST, … */
    public String method() {
        return method;
    }

    /** The path, decoded, without the query. */
    public String path() {
        return path;
    }

    /** A parameter of the query; empty when it is not there. */
    public String query(String name) {
        String value = query.getValue(name);
        return value == null ? "" : value;
    }

    /** A header; empty when it is not there. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The body as it came. */
    public byte[] body() {
        return body;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON; a missing node when it is none. */
    public JsonNode json() {
        return Json.parse(body);
    }

    Request request() {
        return request;
    }

    /** Does this when the client goes away while it waits. Asked for once, before the answer. */
    public void whenAbandoned(Runnable work) {
        departure =
                Departure.watch(request.getConnectionMetaData().getConnection().getEndPoint(), () -> {
                    if (answered.compareAndSet(false, true)) {
                        work.run();
                        callback.failed(new EofException("the client went away"));
                    }
                });
    }

    /** Answers. A second answer is an error, because the far side gives only one. */
    public void reply(SimReply reply) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice: " + method() + " " + path());
        }
        if (departure != null) {
            departure.cancel();
        }
        SimReply.Fate fate = reply.fate();
        switch (fate.course()) {
            case HANG -> hang();
            case RESET -> reset(reply, fate.bytes());
            case SLOW -> {
                head(reply, reply.body().length);
                piece(reply, 0);
            }
            case WHOLE -> {
                head(reply, reply.body().length);
                response.write(true, ByteBuffer.wrap(reply.body()), callback);
            }
        }
    }

    boolean isAnswered() {
        return answered.get();
    }

    /** Nothing more is done; the end of the server ends the connection too. */
    private void hang() {
        response.getHeaders().put("Connection", "close");
    }

    private void head(SimReply reply, int length) {
        response.setStatus(reply.status());
        reply.headers().forEach(response.getHeaders()::put);
        if (reply.status() >= 200 && reply.status() != 204 && reply.status() != 304) {
            response.getHeaders().put("Content-Length", length);
        }
    }

    private void reset(SimReply reply, int bytes) {
        if (bytes <= 0) {
            cut();
            return;
        }
        head(reply, Math.max(reply.body().length, bytes + 1));
        ByteBuffer part = ByteBuffer.wrap(reply.body(), 0, Math.min(bytes, reply.body().length));
        response.write(false, part, Callback.from(this::cut, broken -> cut()));
    }

    private void cut() {
        Wire.reset(request.getConnectionMetaData().getConnection().getEndPoint());
        callback.failed(new EofException("reset on purpose"));
    }

    private void piece(SimReply reply, int from) {
        int end = Math.min(reply.body().length, from + reply.fate().bytes());
        boolean last = end == reply.body().length;
        ByteBuffer part = ByteBuffer.wrap(reply.body(), from, end - from);
        if (last) {
            response.write(true, part, callback);
            return;
        }
        response.write(false, part, Callback.from(() -> later(reply, end), callback::failed));
    }

    private void later(SimReply reply, int from) {
        request.getComponents()
                .getScheduler()
                .schedule(() -> piece(reply, from), reply.fate().gap().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }

    @Nullable
    String webSocketKey() {
        boolean upgrade = "websocket".equalsIgnoreCase(header("Upgrade"));
        return upgrade ? headers.get("Sec-WebSocket-Key") : null;
    }

    /** Goes on as a WebSocket: after this answer the connection belongs to the socket. */
    void upgrade(String key, SimSocket socket) {
        answered.set(true);
        response.setStatus(101);
        response.getHeaders().put("Upgrade", "websocket");
        response.getHeaders().put("Connection", "Upgrade");
        response.getHeaders().put("Sec-WebSocket-Accept", Wire.accept(key));
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, socket.connection());
        callback.succeeded();
    }
}
