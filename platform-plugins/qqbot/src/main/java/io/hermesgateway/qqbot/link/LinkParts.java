package io.hermesgateway.qqbot.link;

import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Tokens;
import io.hermesgateway.spi.plugin.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a link is made of.
 *
 * @param spread the longest pause of chance after a rotation
 */
public record LinkParts(
        String appId,
        int intents,
        QqApi api,
        Tokens tokens,
        Sockets sockets,
        Gate gate,
        Tasks tasks,
        InstantSource clock,
        RandomGenerator random,
        Supplier<Duration> spread) {}
