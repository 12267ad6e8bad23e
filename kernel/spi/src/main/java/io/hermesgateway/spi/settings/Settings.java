package io.hermesgateway.spi.settings;

import java.util.Optional;

/** An immutable, validated snapshot of one component's settings. */
public interface Settings {
    /**
     * The value, or the declared fallback.
     *
     * @throws io.hermesgateway.spi.error.GatewayException {@code bad_setting} naming file, line and key when the value
     *     does not fit its type, or is missing and there is no fallback
     */
    <T> T get(Setting<T> setting);

    /** The value or the fallback; empty when there is neither. Throws like {@link #get} when it does not fit. */
    <T> Optional<T> find(Setting<T> setting);

    /** Where the value comes from, in words for a person: {@code config.yaml:12}, {@code .env}, {@code default} … */
    String originOf(Setting<?> setting);
}
