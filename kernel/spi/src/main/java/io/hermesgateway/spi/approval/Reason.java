package io.hermesgateway.spi.approval;

import java.util.List;
import java.util.Objects;

/**
 * Why something needs an answer.
 *
 * @param key the stable name under which a grant is kept ({@code command_allowlist})
 * @param aliases other spellings of the key that older allow-lists use
 * @param text the sentence for people
 * @param grantable whether "always" may be offered
 */
public record Reason(String key, List<String> aliases, String text, boolean grantable) {
    public Reason {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
        aliases = List.copyOf(aliases);
    }

    public static Reason of(String key, String text) {
        return new Reason(key, List.of(), text, true);
    }
}
