package io.hermesgateway.weixin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.plugin.Ids;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** How one account reaches the far side; tells what is certain about a call that failed. */
public final class Line {
    private static final int OK = 200;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FOR_THE_BODY = Duration.ofSeconds(2);

    private final Uplink uplink;
    private final String proxy;

    public Line(Uplink uplink, String proxy) {
        this.uplink = uplink;
        this.proxy = proxy;
    }

    /** Threads for files, which take their time. */
    public Executor files() {
        return uplink.files();
    }

    static URI under(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }

    static HttpRequest.Builder mark(HttpRequest.Builder request, Ids ids) {
        return identify(request)
                .header("Content-Type", "application/json")
                .header("AuthorizationType", "ilink_bot_token")
                .header("X-WECHAT-UIN", Wire.uin(ids));
    }

    static HttpRequest.Builder identify(HttpRequest.Builder request) {
        return request.header("iLink-App-Id", "bot").header("iLink-App-ClientVersion", Wire.CLIENT_VERSION);
    }

    /** Calls for JSON. Cancelling the result closes the connection. */
    public CompletableFuture<Outcome> json(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> call = bytes(request);
        CompletableFuture<Outcome> outcome =
                call.handleAsync((response, broken) -> outcome(response, broken), uplink.workers());
        // The client's own deadline ends with the headers; a body may hang all the same.
        long whole = request.timeout().orElse(LONGEST).plus(FOR_THE_BODY).toMillis();
        outcome.completeOnTimeout(new Outcome.Silent("no answer in time", true), whole, TimeUnit.MILLISECONDS);
        var unused = outcome.whenComplete((done, gone) -> call.cancel(true));
        return outcome;
    }

    private CompletableFuture<HttpResponse<byte[]>> bytes(HttpRequest request) {
        return uplink.client(proxy).sendAsync(request, BodyHandlers.ofByteArray());
    }

    /** Calls without any header of ours. */
    public <T> CompletableFuture<HttpResponse<T>> call(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return uplink.client(proxy).sendAsync(request, handler);
    }

    private static Outcome outcome(@Nullable HttpResponse<byte[]> response, @Nullable Throwable broken) {
        if (response == null) {
            return failure(broken == null ? new IOException("no answer") : broken);
        }
        if (response.statusCode() == OK) {
            try {
                JsonNode json = Wire.read(response.body());
                if (json.isObject()) {
                    return new Outcome.Answered(json);
                }
            } catch (IOException notJson) {
                return new Outcome.Silent("the answer cannot be read", false);
            }
        }
        String error = response.headers().firstValue("x-error-message").orElse("");
        return new Outcome.Status(response.statusCode(), error);
    }

    /** In words without an address: it may hold a secret. */
    public static Outcome failure(Throwable broken) {
        Throwable cause =
                broken instanceof CompletionException && broken.getCause() != null ? broken.getCause() : broken;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
                return new Outcome.Unreachable("the server's name is not known");
            }
            if (each instanceof SSLHandshakeException) {
                return new Outcome.Unreachable("no safe connection to the server");
            }
        }
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            return new Outcome.Unreachable("the server cannot be reached");
        }
        return cause instanceof HttpTimeoutException
                ? new Outcome.Silent("no answer in time", true)
                : new Outcome.Silent("the connection broke", false);
    }
}
