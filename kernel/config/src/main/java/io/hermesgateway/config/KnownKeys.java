package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingType;
import io.hermesgateway.spi.settings.Types;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The table {@code known-keys.txt}; what it means is written at its top. */
final class KnownKeys {
    static final String KERNEL = "[kernel]";
    static final String PLATFORM = "[platform]";
    static final String PROVIDER = "[provider]";
    static final String OTHERS = "[others]";
    static final String NO_EFFECT = "[no effect]";
    private static final List<SettingType<?>> TYPES = List.of(
            Types.TEXT, Types.SECRET, Types.FLAG, Types.NUMBER, Types.SECONDS, Types.URL, Types.LIST, Types.TREE);
    private static final Map<String, List<Setting<?>>> TABLE = read();

    private KnownKeys() {}

    static List<Setting<?>> group(String group) {
        return Objects.requireNonNull(TABLE.get(group));
    }

    /** One declaration of the table; a test holds the Java type against the table's. */
    @SuppressWarnings("unchecked")
    static <T> Setting<T> setting(String group, String key) {
        return (Setting<T>) Objects.requireNonNull(find(group, key), key);
    }

    private static @org.jspecify.annotations.Nullable Setting<?> find(String group, String key) {
        for (Setting<?> setting : group(group)) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        return null;
    }

    private static Map<String, List<Setting<?>>> read() {
        Map<String, List<Setting<?>>> groups = new LinkedHashMap<>();
        List<Setting<?>> group = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(KnownKeys.class.getResourceAsStream("known-keys.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("[")) {
                    group = groups.computeIfAbsent(line, name -> new ArrayList<>());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    String[] cells = (line + " | text | - | | ").split("\\s*\\|\\s*", -1);
                    group.add(declare(cells, type(cells[1])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return groups;
    }

    private static <T> Setting<T> declare(String[] cells, SettingType<T> type) {
        T fallback = cells[2].equals("-") ? null : type.read(cells[2]);
        Map<Boolean, List<String>> names = Stream.of(cells[3].split(" "))
                .filter(name -> !name.isEmpty())
                .collect(java.util.stream.Collectors.partitioningBy(name -> Character.isUpperCase(name.charAt(0))));
        List<String> env = names.getOrDefault(true, List.of());
        return new Setting<>(cells[0], type, fallback, cells[4], env, names.getOrDefault(false, List.of()), false);
    }

    private static SettingType<?> type(String name) {
        for (SettingType<?> type : TYPES) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return Types.choice(name.split("/"));
    }
}
