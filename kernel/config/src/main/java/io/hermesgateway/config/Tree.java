package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of config.yaml in the order of the file, each under its whole dotted key. A dot inside a name is written
 * {@code \.} and the items of a list are named {@code [0]}, {@code [1]} …; a section has an entry without value, a list one with an empty list.
 */
record Tree(Map<String, Entry> entries) {
    /** A value and its place, or why it has none, such as a variable that is not set. */
    record Entry(Place place, @Nullable Object value, @Nullable String trouble) {}

    static String join(String section, String key) {
        return section.isEmpty() || key.isEmpty() ? section + key : section + "." + key;
    }

    static String name(String key) {
        int dot = key.lastIndexOf('.');
        while (dot > 0 && key.charAt(dot - 1) == '\\') {
            dot = key.lastIndexOf('.', dot - 1);
        }
        return key.substring(dot + 1);
    }

    static List<String> names(String key) {
        return Stream.of(key.split("(?<!\\\\)\\."))
                .map(name -> name.replace("\\.", "."))
                .toList();
    }

    static String parent(String key) {
        return key.substring(0, Math.max(0, key.length() - name(key).length() - 1));
    }

    /** A pattern in which {@code *} stands for any name. */
    static Pattern pattern(String dotted) {
        return Pattern.compile(dotted.replace("\\", "\\\\").replace(".", "\\.").replace("*", "(?:[^.\\\\]|\\\\.)+"));
    }

    /** The keys directly below. */
    List<String> below(String key) {
        return entries.keySet().stream()
                .filter(k -> k.startsWith(key) && !k.equals(key) && parent(k).equals(key))
                .toList();
    }

    /** An empty value counts as not set, for templates are full of them. */
    boolean isSet(String key) {
        Entry entry = entries.get(key);
        return entry != null
                && (entry.trouble() != null
                        || entry.value() == null
                        || !entry.value().toString().isBlank());
    }

    boolean isSection(String key) {
        return raw(key) instanceof Map;
    }

    /** The value as plain Java: String, Boolean, Number, List or Map; the empty text when there is none. */
    Object raw(String key) {
        Entry entry = entries.get(key);
        Object value = entry == null ? "" : entry.value();
        if (value != null && !(value instanceof List) && !key.isEmpty()) {
            return value;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        below(key).forEach(k -> values.put(name(k).replace("\\.", "."), raw(k)));
        return value instanceof List ? List.copyOf(values.values()) : values;
    }

    /** Why the value, or an item of the list, cannot be used. */
    @Nullable
    String trouble(String key) {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            boolean here = entry.getKey().equals(key) || entry.getKey().startsWith(key + ".[");
            if (here && entry.getValue().trouble() != null) {
                return entry.getValue().trouble();
            }
        }
        return null;
    }
}
