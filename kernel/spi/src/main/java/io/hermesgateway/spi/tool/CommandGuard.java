package io.hermesgateway.spi.tool;

import java.util.Locale;

/**
 * Judges a shell command before it runs: harmless, to be asked about, or never. Published in the registry by the bundle
 * that owns the rules, so that every agent, also one that runs its own commands, stands behind the same guard. Must be
 * linear in the length of the text and free of side effects.
 */
public interface CommandGuard {
    /** The sentences in the assessment are in the language given, as far as the guard speaks it. */
    Assessment judge(String command, Locale language);

    /** The same in English. */
    default Assessment judge(String command) {
        return judge(command, Locale.ENGLISH);
    }
}
