package io.hermesgateway.spi.platform;

import java.util.Objects;

/**
 * What the far side can do.
 *
 * @param textLimit the longest text of one message; the kernel cuts longer ones into several deliveries
 * @param unit how the limit counts
 * @param buttons the most buttons of a prompt: 0 for none, 3 drops "this session"
 * @param edits whether sent messages can be changed
 * @param recognisesRepeats whether the far side drops a second delivery with the same id, so that an uncertain one may
 *     be sent again
 */
public record Capabilities(int textLimit, TextUnit unit, int buttons, boolean edits, boolean recognisesRepeats) {
    public Capabilities {
        Objects.requireNonNull(unit, "unit");
        if (textLimit < 16) {
            throw new IllegalArgumentException("a text limit under 16 cannot be cut into");
        }
    }

    public static Capabilities plain(int textLimit) {
        return new Capabilities(textLimit, TextUnit.UTF16, 0, false, false);
    }

    /** How the length of a text is counted. */
    public enum TextUnit {
        UTF16,
        CODE_POINTS,
        UTF8_BYTES
    }
}
