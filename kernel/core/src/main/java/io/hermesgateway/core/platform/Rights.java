package io.hermesgateway.core.platform;

import io.hermesgateway.spi.journal.Leases;
import io.hermesgateway.spi.platform.PlatformFactory.Bot;
import java.time.Duration;
import java.util.Optional;

/** What an account needs before it is served: its lease among the nodes of a cluster, its bot's lock on this machine. */
record Rights(Leases.Lease lease, Optional<Bot> bot, BotLocks locks, String account) {
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** The rights, or who has them. */
    record Asked(Optional<Rights> granted, String owner) {}

    static Asked ask(PlatformParts parts, String account, Optional<Bot> bot) {
        Leases leases = parts.ledger().journal().leases();
        String name = "platform/" + account;
        Optional<Rights> granted =
                leases.acquire(name, LEASE).map(lease -> new Rights(lease, bot, parts.locks(), account));
        if (granted.isEmpty()) {
            return new Asked(granted, leases.holder(name).orElse("another node") + " serves this account");
        }
        Optional<String> owner = granted.get().owner();
        owner.ifPresent(other -> granted.get().release());
        return owner.map(other -> new Asked(Optional.empty(), other)).orElse(new Asked(granted, ""));
    }

    private Optional<String> owner() {
        return bot.flatMap(one -> locks.take(one, account));
    }

    /** Extends them; says who has taken them when they were lost. */
    Optional<String> renew() {
        return lease.renew(LEASE) ? owner() : Optional.of("another node has taken this account");
    }

    void release() {
        bot.ifPresent(one -> locks.release(one, account));
        lease.close();
    }
}
