package io.hermesgateway.http;

import io.hermesgateway.spi.http.HttpReply;
import io.hermesgateway.spi.http.HttpRequest;
import io.hermesgateway.spi.http.HttpRoute;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** One request to a route of the SPI: read whole, within the route's limit and in reasonable time, then answered. */
final class RouteCall {
    /** However slowly a client sends, it does not hold a thread for longer. */
    private static final long BODY_NANOS = 60_000_000_000L;

    private RouteCall() {}

    static boolean handle(HttpRoute route, String path, Request request, Response response, Callback callback)
            throws IOException {
        byte[] body = body(request, route.bodyLimit());
        if (body == null) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Response.writeError(request, response, callback, 413);
            return true;
        }
        HttpReply reply = Objects.requireNonNull(route.handle(read(path, request, body)), "a route answers");
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        ReplyStream out = new ReplyStream(response);
        try {
            reply.body().writeTo(out);
        } catch (IOException gone) {
            callback.failed(gone);
            return true;
        }
        out.end(callback);
        return true;
    }

    private static HttpRequest read(String path, Request request, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(String.valueOf(field.getValue()));
        }
        Map<String, List<String>> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValues());
        }
        return new HttpRequest(request.getMethod(), path, query, headers, () -> body, Request.getRemoteAddr(request));
    }

    /** Null when it is too large, by its own word or in truth. */
    private static byte @Nullable [] body(Request request, long limit) throws IOException {
        if (request.getLength() > limit) {
            return null;
        }
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[16_384];
        try (InputStream in = Request.asInputStream(request)) {
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                body.write(part, 0, count);
                if (body.size() > limit) {
                    return null;
                }
                if (System.nanoTime() - start > BODY_NANOS) {
                    throw new org.eclipse.jetty.http.HttpException.RuntimeException(408);
                }
            }
        }
        return body.toByteArray();
    }
}
