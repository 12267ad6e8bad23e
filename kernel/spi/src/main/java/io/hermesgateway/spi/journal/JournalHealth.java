package io.hermesgateway.spi.journal;

import org.jspecify.annotations.Nullable;

/**
 * The state of the journal.
 *
 * @param trouble why appends are refused, in one sentence; null when they are taken
 */
public record JournalHealth(String where, long bytes, long records, Position end, @Nullable String trouble) {}
