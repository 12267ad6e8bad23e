package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Every setting that somebody declares: plugins first, then the kernel, then the table of known keys. */
final class Catalogue {
    /** A setting in a section, which may be a pattern such as {@code providers.*}, under one of its spellings. */
    record Declared(String section, String key, Pattern pattern, Setting<?> setting, boolean alias) {}

    private final List<Declared> declared = new ArrayList<>();
    private final List<Pattern> sections = new ArrayList<>();
    private final List<Pattern> withoutEffect = new ArrayList<>();

    Catalogue(Collection<SettingsSpec> plugins) {
        for (SettingsSpec plugin : plugins) {
            SettingsSpec spec = PlatformSettings.complete(plugin);
            spec.settings().forEach(setting -> add(spec.section(), setting));
            if (PlatformSettings.SECTION.matcher(spec.section()).matches()) {
                String accounts = spec.section() + ".accounts.*";
                spec.settings().forEach(setting -> add(accounts, setting.env(new String[0])));
            }
        }
        KernelSettings.SPEC.settings().forEach(setting -> add("", setting));
        KnownKeys.group(KnownKeys.OTHERS).forEach(setting -> add("", setting));
        KnownKeys.group(KnownKeys.PROVIDER).forEach(setting -> add("providers.*", setting));
        declared.stream().map(Declared::section).distinct().forEach(section -> sections.add(Tree.pattern(section)));
        KnownKeys.group(KnownKeys.NO_EFFECT).forEach(setting -> withoutEffect.add(Tree.pattern(setting.key())));
    }

    private void add(String section, Setting<?> setting) {
        String key = Tree.join(section, setting.key());
        if (declared.stream().noneMatch(d -> d.key().equals(key))) {
            declared.add(new Declared(section, key, Tree.pattern(key), setting, false));
            for (String alias : setting.aliases()) {
                String spelling = Tree.join(section, alias);
                declared.add(new Declared(section, spelling, Tree.pattern(spelling), setting, true));
            }
        }
    }

    List<Declared> declared() {
        return declared;
    }

    Optional<Declared> exact(String key) {
        return declared.stream().filter(d -> d.pattern().matcher(key).matches()).findFirst();
    }

    /** Whether keys are declared below this one. */
    boolean isSection(String key) {
        return key.equals("platforms") || declared.stream().anyMatch(d -> isAbove(key, d));
    }

    /** A pattern that could still match when more text came has hit the end of the key. */
    static boolean isAbove(String section, Declared declared) {
        var matcher = declared.pattern().matcher(section + ".");
        return !matcher.matches() && matcher.hitEnd();
    }

    boolean hasNoEffect(String key) {
        return withoutEffect.stream().anyMatch(known -> known.matcher(key).matches());
    }

    /** The section whose component a key belongs to: the longest declared one around it. */
    String owner(String key) {
        for (String around = key; !around.isEmpty(); around = Tree.parent(around)) {
            String section = around;
            if (sections.stream().anyMatch(pattern -> pattern.matcher(section).matches())) {
                return section;
            }
        }
        return key.replaceFirst("\\..*", "");
    }

    /** The settings of a concrete section. */
    List<Setting<?>> settings(String section) {
        return declared.stream()
                .filter(d -> Tree.pattern(d.section()).matcher(section).matches())
                .<Setting<?>>map(Declared::setting)
                .toList();
    }
}
