package io.hermesgateway.spi.journal;

import java.time.Instant;

/** A fact on its way to a store. */
public record Fed(Position position, Instant at, Fact fact) {}
