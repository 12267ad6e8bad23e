package io.hermesgateway.http;

import io.hermesgateway.httpkit.Caller;
import io.hermesgateway.spi.plugin.Ids;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to every request, whoever answers it: names, headers, counts and the log. */
final class Front {
    private static final Logger ACCESS = LoggerFactory.getLogger("io.hermesgateway.http.access");

    private final Supplier<HttpSettings> settings;
    private final Ids ids;
    private final HandedConnector connector;
    private final Counts counts;
    private final BooleanSupplier leaving;

    Front(Supplier<HttpSettings> settings, Ids ids, HandedConnector connector, Counts counts, BooleanSupplier leaving) {
        this.settings = settings;
        this.ids = ids;
        this.connector = connector;
        this.counts = counts;
        this.leaving = leaving;
    }

    void greet(Request request, Response response) {
        connector.answers(request);
        counts.begun();
        HttpFields.Mutable headers = response.getHeaders();
        Heads.put(headers, request.isSecure());
        String given = request.getHeaders().get(Heads.REQUEST_ID);
        String id = given != null && Heads.isId(given) ? given : ids.next();
        headers.put(Heads.REQUEST_ID, id);
        if (leaving.getAsBoolean()) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        // A quiet answer that is still being made is no idle connection.
        request.addIdleTimeoutListener(timeout -> false);
        Request.addCompletionListener(request, outcome -> ended(request, response, id));
    }

    /** A page of a stranger can give its own name our address, but it cannot take away its name. */
    boolean isMeant(Request request) {
        if (!request.getHeaders().contains(HttpHeader.HOST)) {
            return true;
        }
        String host = Request.getServerName(request);
        return host != null && settings.get().answersTo(host);
    }

    private void ended(Request request, Response response, String id) {
        connector.answered(request);
        long nanos = System.nanoTime() - request.getHeadersNanoTime();
        int status = response.getStatus();
        counts.ended(status, nanos);
        String wanted = settings.get().accessLog();
        if (wanted.equals("all") || (status >= 400 && wanted.equals("errors"))) {
            // The path as it was sent is one line of ASCII; a query may hold secrets and stays out.
            ACCESS.info(
                    "{} {} {} {} {} {} ms {}",
                    Request.getRemoteAddr(request),
                    Caller.of(request).map(Caller::name).orElse("-"),
                    request.getMethod(),
                    shortened(request.getHttpURI().getPath()),
                    status,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    id);
        }
    }

    private static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }
}
