package io.hermesgateway.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/**
 * Finds connections on which the head of a request trickles in, a byte now and then, which no idle timeout ever ends. One
 * that is silent between two requests is none of them.
 */
final class SlowHeads {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final long patience;
    private final Map<EndPoint, Seen> seen = new HashMap<>();

    /** How far a connection was when it was last between two requests. */
    private record Seen(long requests, long bytes, long since) {}

    SlowHeads() {
        this(PATIENCE_NANOS);
    }

    SlowHeads(long patience) {
        this.patience = patience;
    }

    synchronized void sweep(Collection<EndPoint> connected, Collection<EndPoint> answering) {
        Set<EndPoint> busy = new HashSet<>(answering);
        Set<EndPoint> open = new HashSet<>(connected);
        seen.keySet().retainAll(open);
        long now = System.nanoTime();
        for (EndPoint end : open) {
            Connection connection = innermost(end);
            if (connection == null || busy.contains(end)) {
                seen.remove(end);
                continue;
            }
            Seen before = seen.get(end);
            long bytes = connection.getBytesIn();
            if (before == null || before.requests() != connection.getMessagesIn()) {
                // Whatever a fresh connection has sent without having asked for anything belongs to a head.
                long done = connection.getMessagesIn() == 0 ? 0 : bytes;
                seen.put(end, new Seen(connection.getMessagesIn(), done, now));
            } else if (bytes == before.bytes()) {
                seen.put(end, new Seen(before.requests(), bytes, now));
            } else if (now - before.since() > patience) {
                seen.remove(end);
                end.close();
            }
        }
    }

    /** The one that speaks HTTP, below TLS. */
    static @Nullable Connection innermost(EndPoint end) {
        Connection connection = end.getConnection();
        return connection instanceof SslConnection secure
                ? secure.getSslEndPoint().getConnection()
                : connection;
    }
}
