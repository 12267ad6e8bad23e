package io.hermesgateway.spi.journal;

/**
 * Compare-and-set: the last record about the subject must be at this position ({@link Position#NONE}: there must be
 * none, or none that is still remembered).
 */
public record Precondition(String subject, Position last) {}
