package io.hermesgateway.spi.agent;

/**
 * Something an agent is told before every talk, beside who it is and where it speaks: notes, for example. Published in
 * the registry by the bundle that keeps it; parts follow each other in the order of their names.
 */
public interface PromptPart {
    /** The text for this turn, with a heading of its own; empty for nothing. An inline call: it must be quick. */
    String of(Turn turn);
}
