package io.hermesgateway.spi.settings;

import java.util.List;

/**
 * All settings of one component. Keys that are not declared are errors with a did-you-mean.
 *
 * @param section the dotted path of the section, for example {@code platforms.qqbot}; empty for none
 */
public record SettingsSpec(String section, List<Setting<?>> settings) {
    public SettingsSpec {
        settings = List.copyOf(settings);
    }

    public static SettingsSpec none() {
        return new SettingsSpec("", List.of());
    }

    public static SettingsSpec of(String section, Setting<?>... settings) {
        return new SettingsSpec(section, List.of(settings));
    }
}
