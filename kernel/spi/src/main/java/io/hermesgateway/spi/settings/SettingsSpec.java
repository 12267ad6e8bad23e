package io.hermesgateway.spi.settings;

import java.util.List;

/**
 * All settings of one component. Keys that are not declared are errors with a did-you-mean.
 *
 * @param section the dotted path of the section, for example {@code platforms.qqbot}; empty for none
 * @param rule what must hold between settings, beside what the type of each one says
 */
public record SettingsSpec(String section, List<Setting<?>> settings, Rule rule) {
    /**
     * Judges settings that fit their types one by one and may still not fit each other. Free of side effects, quick, and
     * without a network: the check of the configuration asks it, also when no gateway runs.
     */
    public interface Rule {
        Rule NONE = settings -> List.of();

        List<Finding> judge(Settings settings);
    }

    /**
     * Something that is wrong between settings.
     *
     * @param key the dotted key that is to be changed, from the top of the file
     * @param words what is wrong and what to do, without a secret
     */
    public record Finding(String key, String words, boolean error) {}

    public SettingsSpec {
        settings = List.copyOf(settings);
    }

    public SettingsSpec(String section, List<Setting<?>> settings) {
        this(section, settings, Rule.NONE);
    }

    public static SettingsSpec none() {
        return new SettingsSpec("", List.of());
    }

    public static SettingsSpec of(String section, Setting<?>... settings) {
        return new SettingsSpec(section, List.of(settings));
    }

    public SettingsSpec judgedBy(Rule other) {
        return new SettingsSpec(section, settings, other);
    }
}
