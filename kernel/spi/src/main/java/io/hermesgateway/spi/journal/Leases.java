package io.hermesgateway.spi.journal;

import java.time.Duration;
import java.util.Optional;

/** Exclusive, expiring rights, so that two nodes never serve one account. */
public interface Leases {
    /** Takes the named lease if nobody holds it. Taking a lease this node holds already renews it. */
    Optional<Lease> acquire(String name, Duration validFor);

    /** Who holds the lease, in words for a person; empty when nobody does. */
    Optional<String> holder(String name);

    /** A right that is held. The fence grows with every new holder, so late writes of an old one can be refused. */
    interface Lease extends AutoCloseable {
        String name();

        long fence();

        /** Extends the lease; false when it was lost, and then the holder must stop at once. */
        boolean renew(Duration validFor);

        @Override
        void close();
    }
}
