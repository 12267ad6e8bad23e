package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a far side answers, and how badly it does so.
 *
 * @param headers as they are sent; nothing is added to {@code Content-Type}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record SimReply(int status, Map<String, String> headers, byte[] body, Fate fate) {

    /** How the answer travels. */
    public enum Course {
        /** As it should. */
        WHOLE,
        /** Never; the connection stays open. */
        HANG,
        /** The connection is reset after so many bytes of the body; with zero not even the status is sent. */
        RESET,
        /** In pieces of so many bytes, with a pause between them. */
        SLOW
    }

    /** The course with its numbers. */
    public record Fate(Course course, int bytes, Duration gap) {
        static final Fate GOOD = new Fate(Course.WHOLE, 0, Duration.ZERO);
    }

    /** JSON with a Content-Type of exactly {@code application/json}. */
    public static SimReply json(int status, JsonNode body) {
        return of(status, "application/json", Json.bytes(body));
    }

    /** A page, as gateways and proxies send it when they fail. */
    public static SimReply html(int status, String body) {
        return of(status, "text/html", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A status alone. */
    public static SimReply empty(int status) {
        return new SimReply(status, Map.of(), new byte[0], Fate.GOOD);
    }

    /** Anything. */
    public static SimReply of(int status, String contentType, byte[] body) {
        return new SimReply(status, Map.of("Content-Type", contentType), body, Fate.GOOD);
    }

    /** The same with one more header. */
    public SimReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new SimReply(status, more, body, fate);
    }

    /** The same, never sent. */
    public SimReply hanging() {
        return fated(Course.HANG, 0, Duration.ZERO);
    }

    /** The same, cut off by a reset after so many bytes of the body; with zero, before anything. */
    public SimReply resetAfter(int bytes) {
        return fated(Course.RESET, bytes, Duration.ZERO);
    }

    /** The same in small pieces; real time passes between them. */
    public SimReply slow(int bytes, Duration gap) {
        return fated(Course.SLOW, Math.max(1, bytes), gap);
    }

    private SimReply fated(Course course, int bytes, Duration gap) {
        return new SimReply(status, headers, body, new Fate(course, bytes, gap));
    }
}
