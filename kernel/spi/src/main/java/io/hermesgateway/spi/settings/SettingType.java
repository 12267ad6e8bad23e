package io.hermesgateway.spi.settings;

import java.util.List;

/**
 * How the value of a setting is read from YAML or the environment.
 *
 * @param <T> the Java type a plugin gets
 */
public interface SettingType<T> {
    /** A short word for forms and documentation: {@code text}, {@code number}, {@code flag}, {@code list} … */
    String name();

    /**
     * Reads a raw value: a {@code String}, {@code Boolean}, {@code Number}, {@code List} or {@code Map}.
     *
     * @throws IllegalArgumentException with a sentence for the operator when the value does not fit; the sentence must
     *     not repeat the value, which may be a secret
     */
    T read(Object raw);

    /** The allowed words, empty when anything that parses is allowed. */
    default List<String> choices() {
        return List.of();
    }

    /** Whether values must be masked wherever they are shown. */
    default boolean secret() {
        return false;
    }
}
