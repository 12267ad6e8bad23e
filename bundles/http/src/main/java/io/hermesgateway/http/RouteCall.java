package io.hermesgateway.http;

import io.hermesgateway.httpkit.BodyReader;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.http.HttpReply;
import io.hermesgateway.spi.http.HttpRequest;
import io.hermesgateway.spi.http.HttpRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to a route of the SPI: read whole, within the route's limit and in reasonable time, then answered. */
final class RouteCall {
    private static final Logger LOG = LoggerFactory.getLogger(RouteCall.class);

    private final HttpRoute route;
    private final String path;
    private final Request request;
    private final Response response;
    private final Callback callback;

    private RouteCall(HttpRoute route, String path, Request request, Response response, Callback callback) {
        this.route = route;
        this.path = path;
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    static boolean handle(HttpRoute route, String path, Request request, Response response, Callback callback) {
        RouteCall call = new RouteCall(route, path, request, response, callback);
        BodyReader.read(request, route.bodyLimit(), call::answer, call::refuse);
        return true;
    }

    private void answer(byte[] body) {
        try {
            Dispatch.within(route, () -> reply(body));
        } catch (IOException gone) {
            callback.failed(gone);
        } catch (Exception | LinkageError | StackOverflowError thrown) {
            LOG.warn("the route {} failed", path, thrown);
            Response.writeError(request, response, callback, 500);
        }
    }

    private boolean reply(byte[] body) throws IOException {
        HttpReply reply = Objects.requireNonNull(route.handle(read(path, request, body)), "a route answers");
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        ReplyStream out = new ReplyStream(response);
        reply.body().writeTo(out);
        out.end(callback);
        return true;
    }

    private void refuse(Throwable why) {
        if (why instanceof Refused refused) {
            Response.writeError(request, response, callback, refused.failure().status());
        } else if (why instanceof TimeoutException) {
            Response.writeError(request, response, callback, 408);
        } else if (why instanceof HttpException bad) {
            Response.writeError(request, response, callback, bad.getCode());
        } else {
            callback.failed(why);
        }
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
}
