package io.hermesgateway.config;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import java.util.Map;
import java.util.Optional;

/** The settings of one section of one snapshot. What the component declared goes before what it is asked with. */
record SectionSettings(Configuration configuration, String section, Map<String, Setting<?>> declared)
        implements Settings {
    @Override
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new GatewayException(
                        KernelError.BAD_SETTING, Tree.join(section, setting.key()) + " " + missing(setting)));
    }

    @Override
    public <T> Optional<T> find(Setting<T> setting) {
        Optional<Found> found = found(setting);
        if (found.isPresent()) {
            return Optional.of(read(found.get(), setting));
        }
        Object other = declared.getOrDefault(setting.key(), setting).fallback();
        return other == null || other.equals(setting.fallback())
                ? Optional.ofNullable(setting.fallback())
                : Optional.of(setting.type().read(other));
    }

    private Optional<Found> found(Setting<?> setting) {
        return configuration.find(section, declared.getOrDefault(setting.key(), setting));
    }

    private <T> T read(Found found, Setting<T> setting) {
        try {
            return found.read(setting.type());
        } catch (IllegalArgumentException e) {
            String key = Tree.join(section, setting.key());
            Problem problem = Problem.error(found.place(), key, String.valueOf(e.getMessage()));
            throw new GatewayException(KernelError.BAD_SETTING, problem.text(), e);
        }
    }

    static String missing(Setting<?> setting) {
        String variable = setting.env().isEmpty() ? "" : ", or " + setting.env().get(0) + " in .env";
        return "is missing; set it in config.yaml" + variable;
    }

    @Override
    public String originOf(Setting<?> setting) {
        return found(setting).map(Found::origin).orElse("default");
    }

    @Override
    public String toString() {
        return "settings of " + section;
    }
}
