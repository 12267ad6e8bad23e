package io.hermesgateway.testkit;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import java.util.Map;
import java.util.Optional;

/** Settings from a map of raw values, as they would stand in YAML. */
public record MapSettings(Map<String, Object> values) implements Settings {
    public MapSettings {
        values = Map.copyOf(values);
    }

    @Override
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new GatewayException(KernelError.BAD_SETTING, setting.key() + " is missing"));
    }

    @Override
    public <T> Optional<T> find(Setting<T> setting) {
        Object raw = values.get(setting.key());
        return raw == null
                ? Optional.ofNullable(setting.fallback())
                : Optional.of(setting.type().read(raw));
    }

    @Override
    public String originOf(Setting<?> setting) {
        return values.containsKey(setting.key()) ? "test" : "default";
    }
}
