package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leases where there is one node: nobody else can take them, but they expire and their fences grow all the same, also
 * from start to start, so that what holds one behaves as in a cluster.
 */
final class NodeLeases implements Leases {
    private final Map<String, Held> held = new HashMap<>();
    private final InstantSource clock;
    private long fence;

    NodeLeases(InstantSource clock, long epoch) {
        this.clock = clock;
        this.fence = epoch << 32;
    }

    @Override
    public synchronized Optional<Lease> acquire(String name, Duration validFor) {
        Held mine = held.get(name);
        if (mine != null && mine.renew(validFor)) {
            return Optional.of(mine);
        }
        Held fresh = new Held(name, ++fence, clock.instant().plus(validFor));
        held.put(name, fresh);
        return Optional.of(fresh);
    }

    @Override
    public synchronized Optional<String> holder(String name) {
        Held mine = held.get(name);
        return mine == null || mine.over()
                ? Optional.empty()
                : Optional.of("this gateway (process " + ProcessHandle.current().pid() + ")");
    }

    private final class Held implements Lease {
        private final String name;
        private final long fence;
        private Instant until;

        Held(String name, long fence, Instant until) {
            this.name = name;
            this.fence = fence;
            this.until = until;
        }

        boolean over() {
            return held.get(name) != this || !clock.instant().isBefore(until);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public boolean renew(Duration validFor) {
            synchronized (NodeLeases.this) {
                if (over()) {
                    return false;
                }
                until = clock.instant().plus(validFor);
                return true;
            }
        }

        @Override
        public void close() {
            synchronized (NodeLeases.this) {
                held.remove(name, this);
            }
        }
    }
}
