package io.hermesgateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.util.Map;

/**
 * Any bytes on a connection of their own: every answer is a clean one, and whoever asks next is served. Started by
 * {@code distribution/fuzz}, and with what is known by {@link RequestParsingTest}.
 */
public final class RequestParsing {
    private static final Stand STAND = stand();

    private RequestParsing() {}

    private static Stand stand() {
        try {
            return brief(new Stand(Files.createTempDirectory("fuzz"), Map.of("access_log", "off")));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Streams end at once: nobody waits for events here. */
    static Stand brief(Stand stand) {
        stand.endless = false;
        return stand;
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        check(STAND, data);
    }

    /** A server that hangs up on nonsense may do so before all of it was sent; that is an answer too. */
    static void check(Stand stand, byte[] data) throws IOException {
        String all;
        try {
            all = stand.raw(data);
        } catch (SocketException hungUp) {
            all = "";
        }
        for (String reply : all.split("(?=HTTP/1\\.1 )")) {
            boolean known = reply.startsWith("HTTP/1.1 501") || reply.startsWith("HTTP/1.1 505");
            boolean fault = reply.startsWith("HTTP/1.1 5") && !known;
            if (fault || reply.contains("Exception") || reply.contains("\tat ")) {
                throw new AssertionError("this is no clean answer: " + reply);
            }
        }
    }
}
