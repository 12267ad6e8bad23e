package io.hermesgateway.core.feed;

import io.hermesgateway.spi.journal.Position;
import org.jspecify.annotations.Nullable;

/**
 * How far a store is.
 *
 * @param waiting facts that it has not got, as far as positions tell
 * @param trouble why it gets nothing; null when it is well
 */
public record Standing(Position applied, long waiting, @Nullable String trouble) {
    /** How much of all there is it has, in words: {@code 43 %}. */
    String share() {
        return applied.value() * 100 / Math.max(1, applied.value() + waiting) + " %";
    }
}
