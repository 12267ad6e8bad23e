package io.hermesgateway.core.platform;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.host.WantedFile;
import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.outbox.Outbox;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Tasks;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the accounts work with. Those who need the accounts themselves are looked up when they are used.
 *
 * @param changed hears the id of an account whose row changed
 */
public record PlatformParts(
        Path home,
        Supplier<Configuration> configuration,
        Ledger ledger,
        Supplier<Inbox> inbox,
        Supplier<Desk> desk,
        Supplier<Outbox> outbox,
        WantedFile wanted,
        BotLocks locks,
        Ids ids,
        InstantSource clock,
        Tasks tasks,
        RandomGenerator random,
        Consumer<String> changed) {}
