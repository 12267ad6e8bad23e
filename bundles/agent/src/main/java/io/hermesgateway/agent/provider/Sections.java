package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers in one snapshot of the configuration. */
final class Sections {
    private final Settings settings;
    private final Map<String, Section> own = new LinkedHashMap<>();

    Sections(Settings settings) {
        this.settings = settings;
        for (Object item : settings.get(ModelSettings.CUSTOM)) {
            if (item instanceof Map<?, ?> map && map.get("name") != null) {
                String name = map.get("name").toString().strip();
                own.put(name, new Section(name, settings, "", Types.TREE.read(map), null));
            }
        }
        for (String name : settings.get(ModelSettings.PROVIDERS).keySet()) {
            own.put(name, new Section(name, settings, "providers." + name.replace(".", "\\."), Map.of(), null));
        }
    }

    List<String> names() {
        return List.copyOf(own.keySet());
    }

    boolean isOwn(String name) {
        return own.containsKey(name);
    }

    boolean has(String name) {
        return isOwn(name) || Known.ALL.containsKey(name);
    }

    Optional<Section> find(String name) {
        Section section = own.get(name);
        return section != null
                ? Optional.of(section)
                : Known.ALL.containsKey(name) ? Optional.of(empty(name)) : Optional.empty();
    }

    Section empty(String name) {
        return new Section(name, settings, "", Map.of(), null);
    }

    /** What the section {@code model} says about its provider. */
    Section model() {
        return new Section("model", settings, "model", Map.of(), null);
    }
}
