package io.hermesgateway.spi.journal;

/** A record and its place. */
public record Stored(Position position, JournalRecord record) {}
