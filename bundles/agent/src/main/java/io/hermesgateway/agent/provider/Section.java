package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.Types;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is configured about one provider: its own section, or its item in the older list, and under it what the section
 * {@code model} says when this is the provider that is meant there.
 *
 * @param path where its keys stand, for example {@code providers.openkey}; empty when there are none
 * @param item its item of the older list
 * @param general the section {@code model}, or null
 */
record Section(String name, Settings settings, String path, Map<String, Object> item, @Nullable Section general) {

    /** A key and where it comes from. */
    record Key(Secret secret, String from) {}

    Section with(Section model) {
        return new Section(name, settings, path, item, model);
    }

    /** The dotted name of one of its keys. */
    String key(String key) {
        return path.isEmpty() ? "providers." + name + "." + key : path + "." + key;
    }

    Optional<String> text(String key) {
        Optional<String> own =
                path.isEmpty() ? Optional.empty() : settings.find(ModelSettings.key(path + "." + key, Types.TEXT));
        return own.or(() -> Optional.ofNullable(item.get(key)).map(Object::toString))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .or(() -> general == null ? Optional.empty() : general.text(key));
    }

    Optional<URI> own(String key) {
        Optional<URI> own =
                path.isEmpty() ? Optional.empty() : settings.find(ModelSettings.key(path + "." + key, Types.URL));
        return own.or(() -> Optional.ofNullable(item.get(key)).map(Types.URL::read));
    }

    Optional<URI> general(String key) {
        return general == null ? Optional.empty() : general.own(key);
    }

    Optional<Key> key() {
        Setting<Secret> setting = ModelSettings.key(path + ".api_key", Types.SECRET);
        Optional<Key> own = path.isEmpty()
                ? Optional.empty()
                : settings.find(setting).map(secret -> new Key(secret, settings.originOf(setting)));
        return own.or(() -> Optional.ofNullable(item.get("api_key"))
                        .map(value -> new Key(new Secret(value.toString()), "config.yaml, custom_providers")))
                .filter(key -> !key.secret().isBlank())
                .map(Section::unlessNone)
                .or(() -> general == null ? Optional.empty() : general.key());
    }

    private static Key unlessNone(Key key) {
        String word = key.secret().reveal().strip().toLowerCase(Locale.ROOT);
        return word.equals("none") || word.equals("no-key-required") ? new Key(new Secret(""), key.from()) : key;
    }

    /** The variables that would hold its key. */
    List<String> variables() {
        Known known = Known.ALL.get(name);
        return known != null
                ? known.variables()
                : List.of(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_") + "_API_KEY");
    }

    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(general == null ? Map.of() : general.headers());
        for (String key : List.of("default_headers", "extra_headers")) {
            tree(key).forEach((header, value) -> headers.put(header, String.valueOf(value)));
        }
        return headers;
    }

    Map<String, Object> tree(String key) {
        if (!path.isEmpty()) {
            return settings.find(ModelSettings.key(path + "." + key, Types.TREE))
                    .orElse(Map.of());
        }
        return item.get(key) instanceof Map<?, ?> map ? Types.TREE.read(map) : Map.of();
    }

    Optional<Duration> seconds(String key) {
        return text(key).map(Types.SECONDS::read).filter(time -> !time.isZero());
    }

    /** Whether the model stands in the provider's own list under this very name. */
    boolean lists(String model) {
        return tree("models").containsKey(model);
    }

    Optional<Long> context(String model) {
        Optional<Object> special = tree("models").get(model) instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get("context_length"))
                : Optional.empty();
        return special.map(Object::toString)
                .or(() -> text("context_length"))
                .map(Types.NUMBER::read)
                .filter(tokens -> tokens > 0);
    }
}
