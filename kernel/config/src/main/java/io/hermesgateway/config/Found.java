package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.settings.SettingType;
import org.jspecify.annotations.Nullable;

/** A value as it was found: under which name, where, and why it cannot be used if so. */
record Found(String name, Object raw, Place place, String origin, @Nullable String trouble) {
    static Found of(String key, Tree tree, Place place) {
        return new Found(key, tree.raw(key), place, place.toString(), tree.trouble(key));
    }

    static Found of(EnvFile.Entry variable) {
        return new Found(variable.name(), variable.value(), variable.place(), variable.origin(), null);
    }

    /**
     * Reads the value. A type may come from a plugin, so anything it throws becomes a sentence.
     *
     * @throws IllegalArgumentException with a sentence that does not repeat the value
     */
    <T> T read(SettingType<T> type) {
        if (trouble != null) {
            throw new IllegalArgumentException(trouble);
        }
        if (type.secret() && Secrets.isPlaceholder(String.valueOf(raw))) {
            throw new IllegalArgumentException("is still the placeholder of an example; put your own value there");
        }
        try {
            return type.read(raw);
        } catch (RuntimeException e) {
            boolean telling = e instanceof IllegalArgumentException && e.getMessage() != null && !type.secret();
            String words = telling ? e.getMessage() : "cannot be read as " + type.name();
            throw new IllegalArgumentException(words, type.secret() ? null : e);
        }
    }
}
