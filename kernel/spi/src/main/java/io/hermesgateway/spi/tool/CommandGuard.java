package io.hermesgateway.spi.tool;

/**
 * Judges a shell command before it runs: harmless, to be asked about, or never. Published in the registry by the bundle
 * that owns the rules, so that every agent, also one that runs its own commands, stands behind the same guard. Must be
 * linear in the length of the text and free of side effects.
 */
public interface CommandGuard {
    Assessment judge(String command);
}
