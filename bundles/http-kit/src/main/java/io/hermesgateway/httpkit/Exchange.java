package io.hermesgateway.httpkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one answer. The first answer counts; whoever comes later is not heard. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String JSON = "application/json; charset=utf-8";

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ErrorForm form;
    private final long bodyLimit;
    private final Gate gate;
    private final AtomicBoolean answered = new AtomicBoolean();
    private @Nullable Fields query;

    Exchange(Gate gate, Request request, Response response, Callback callback) {
        this.gate = gate;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.form = gate.rules().form(request);
        this.bodyLimit = gate.rules().bodyLimit(request);
    }

    public Request request() {
        return request;
    }

    /** For headers; the status and the body go through the methods here. */
    public Response response() {
        return response;
    }

    public String method() {
        return request.getMethod();
    }

    /** Decoded and without dot segments; an encoded slash stays encoded. */
    public String path() {
        return Request.getPathInContext(request);
    }

    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /** The first value; {@link Refused} when the query cannot be read. */
    public @Nullable String query(String name) {
        if (query == null) {
            try {
                query = Request.extractQueryParameters(request);
            } catch (RuntimeException unreadable) {
                throw new Refused(Failure.badRequest("invalid_query", "the query of the URL cannot be read"));
            }
        }
        return query.getValue(name);
    }

    /** Whose key it was; nobody on paths that need none. */
    public Optional<Caller> caller() {
        return Caller.of(request);
    }

    /** The id of the request, which the answer carries as well. */
    public String id() {
        return String.valueOf(response.getHeaders().get("X-Request-Id"));
    }

    /** What may throw. */
    public interface Use<T> {
        void with(T value) throws Exception;
    }

    /**
     * Reads the whole body without holding a thread and then goes on, perhaps on another thread; a body that is too large,
     * too slow or broken is refused.
     */
    public void body(Use<byte[]> then) {
        BodyReader.read(request, bodyLimit, body -> guarded(() -> then.with(body)), this::fail);
    }

    /** Work that may throw. */
    public interface Work {
        void run() throws Exception;
    }

    /** Runs something for this exchange on whatever thread; what it throws becomes the answer. */
    public void guarded(Work work) {
        try {
            work.run();
        } catch (Exception | LinkageError | StackOverflowError thrown) {
            fail(thrown);
        }
    }

    public void json(int status, ObjectMapper mapper, JsonNode content) {
        try {
            send(status, JSON, mapper.writeValueAsBytes(content));
        } catch (JsonProcessingException impossible) {
            fail(impossible);
        }
    }

    public void send(int status, String type, byte[] content) {
        if (answered.compareAndSet(false, true)) {
            write(status, type, content);
        }
    }

    private void write(int status, String type, byte[] content) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    /** Without a body. */
    public void empty(int status) {
        if (answered.compareAndSet(false, true)) {
            response.setStatus(status);
            response.write(true, null, callback);
        }
    }

    /** The answer is this failure, in the form of the surface. */
    public void fail(Failure failure) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        failure.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        byte[] body = form.body(failure).toString().getBytes(StandardCharsets.UTF_8);
        write(failure.status(), JSON, body);
    }

    /** A {@link Refused} says what; a client that was too slow or sent rubbish hears it; anything else is our fault. */
    public void fail(Throwable thrown) {
        if (thrown instanceof Refused refused) {
            fail(refused.failure());
        } else if (thrown instanceof TimeoutException) {
            fail(new Failure(
                    408, "invalid_request_error", null, "timeout", "the request came too slowly", java.util.Map.of()));
        } else if (thrown instanceof HttpException bad && bad.getCode() < 500) {
            fail(Failure.badRequest("bad_request", "the request cannot be read"));
        } else {
            LOG.warn("{} {} failed", method(), path(), thrown);
            fail(Failure.internal());
        }
    }

    /**
     * The answer is a stream of events from now on. Set headers before.
     *
     * @throws IllegalStateException when there is an answer already
     */
    public Sse events(Sse.Options options) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("there is an answer already");
        }
        Sse stream = new Sse(request, response, callback, options);
        gate.opened(stream);
        stream.begin();
        return stream;
    }

    boolean isAnswered() {
        return answered.get();
    }
}
