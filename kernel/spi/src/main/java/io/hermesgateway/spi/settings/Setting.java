package io.hermesgateway.spi.settings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a component. The key is relative to the component's section ({@code platforms.qqbot} for a platform,
 * {@code agent} for the built-in agent …) and may contain dots. Declared once, it serves reading, {@code config check},
 * the console form and the documentation.
 *
 * @param key the name in the component's section
 * @param type how it is read
 * @param fallback the value when nothing is set; null means there is none
 * @param description one English sentence; translations live in the plugin's resource bundle {@code settings} under
 *     the same key
 * @param env environment variables that set it, the preferred one first
 * @param aliases other accepted spellings of the key
 * @param required whether the component cannot work without it
 */
public record Setting<T>(
        String key,
        SettingType<T> type,
        @Nullable T fallback,
        String description,
        List<String> env,
        List<String> aliases,
        boolean required) {

    public Setting {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(description, "description");
        env = List.copyOf(env);
        aliases = List.copyOf(aliases);
    }

    public static <T> Setting<T> of(String key, SettingType<T> type, @Nullable T fallback, String description) {
        return new Setting<>(key, type, fallback, description, List.of(), List.of(), false);
    }

    public static <T> Setting<T> required(String key, SettingType<T> type, String description) {
        return new Setting<>(key, type, null, description, List.of(), List.of(), true);
    }

    public Setting<T> env(String... names) {
        return new Setting<>(key, type, fallback, description, List.of(names), aliases, required);
    }

    public Setting<T> alias(String... names) {
        return new Setting<>(key, type, fallback, description, env, List.of(names), required);
    }
}
