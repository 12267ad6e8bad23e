package io.hermesgateway.tools.rules;

import java.util.List;

/**
 * Why a command is not simply run. The key is the name under which a grant is kept, so it never changes and is never
 * translated; the aliases are the pattern-derived names that older allow-lists hold for the same thing.
 */
public interface Cause {
    /** The constant's name, under which the sentence for people stands in the resource bundle. */
    String name();

    String key();

    default List<String> aliases() {
        return List.of();
    }
}
