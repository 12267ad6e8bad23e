package io.hermesgateway.testkit;

import io.hermesgateway.spi.journal.Leases;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Leases that never run out by themselves; a test gives them to another node and takes them back. */
public final class MemoryLeases implements Leases {
    private static final String US = "this node";

    private final Map<String, String> holders = new ConcurrentHashMap<>();
    private long fence;

    /** Another node takes the lease, whoever has it. */
    public void seize(String name, String node) {
        holders.put(name, node);
    }

    /** Nobody has it any more. */
    public void free(String name) {
        holders.remove(name);
    }

    @Override
    public synchronized Optional<Lease> acquire(String name, Duration validFor) {
        if (!holders.computeIfAbsent(name, none -> US).equals(US)) {
            return Optional.empty();
        }
        return Optional.of(new Held(name, ++fence));
    }

    @Override
    public Optional<String> holder(String name) {
        return Optional.ofNullable(holders.get(name));
    }

    private final class Held implements Lease {
        private final String name;
        private final long fence;

        Held(String name, long fence) {
            this.name = name;
            this.fence = fence;
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
            return US.equals(holders.get(name));
        }

        @Override
        public void close() {
            holders.remove(name, US);
        }
    }
}
