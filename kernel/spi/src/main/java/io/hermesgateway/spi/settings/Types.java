package io.hermesgateway.spi.settings;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types of settings the SPI knows; a plugin may declare more. */
public interface Types {
    SettingType<String> TEXT = new Scalar<>("text", List.of(), false, String::valueOf);
    SettingType<Secret> SECRET = new Scalar<>("secret", List.of(), true, raw -> new Secret(String.valueOf(raw)));
    SettingType<Boolean> FLAG = new Scalar<>("flag", List.of("true", "false"), false, Types::flag);
    SettingType<Long> NUMBER = new Scalar<>("number", List.of(), false, Types::number);
    SettingType<Duration> SECONDS = new Scalar<>("seconds", List.of(), false, Types::seconds);
    SettingType<URI> URL = new Scalar<>("url", List.of(), false, Types::url);
    SettingType<List<String>> LIST = new ListOfText();
    SettingType<Map<String, Object>> TREE = new Tree();

    /** One of the given words, compared without regard to case. */
    static SettingType<String> choice(String... words) {
        List<String> choices = List.of(words);
        return new Scalar<>("choice", choices, false, raw -> {
            String word = String.valueOf(raw).trim().toLowerCase(Locale.ROOT);
            if (!choices.contains(word)) {
                throw new IllegalArgumentException("must be one of " + String.join(", ", choices));
            }
            return word;
        });
    }

    private static Boolean flag(Object raw) {
        return switch (String.valueOf(raw).trim().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0", "" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Long number(Object raw) {
        try {
            return Long.valueOf(String.valueOf(raw).trim().replace("_", ""));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("must be a whole number", notANumber);
        }
    }

    private static Duration seconds(Object raw) {
        try {
            double seconds = Double.parseDouble(String.valueOf(raw).trim());
            if (seconds >= 0 && seconds <= Duration.ofDays(36500).toSeconds()) {
                return Duration.ofMillis(Math.round(seconds * 1000));
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("must be a number of seconds", notANumber);
        }
        throw new IllegalArgumentException("must be a number of seconds, zero or more");
    }

    private static URI url(Object raw) {
        try {
            URI uri = new URI(String.valueOf(raw).trim());
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (java.net.URISyntaxException unreadable) {
            throw new IllegalArgumentException("must be a full URL such as https://host/path", unreadable);
        }
        throw new IllegalArgumentException("must be a full URL such as https://host/path");
    }

    /** Reads one raw value. */
    interface Reader<T> {
        T read(Object raw);
    }

    /** A type whose value is a single YAML scalar. */
    record Scalar<T>(String name, List<String> choices, boolean secret, Reader<T> reader) implements SettingType<T> {
        public Scalar {
            choices = List.copyOf(choices);
        }

        @Override
        public T read(Object raw) {
            if (raw instanceof Map || raw instanceof List) {
                throw new IllegalArgumentException("must be a single value");
            }
            return reader.read(raw);
        }
    }

    /** A list of words; a comma-separated line, as in an environment variable, is accepted. */
    record ListOfText() implements SettingType<List<String>> {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public List<String> read(Object raw) {
            if (raw instanceof Map) {
                throw new IllegalArgumentException("must be a list");
            }
            List<String> words = new ArrayList<>();
            Iterable<?> items = raw instanceof List<?> list
                    ? list
                    : List.of(String.valueOf(raw).split(","));
            for (Object item : items) {
                String word = String.valueOf(item).trim();
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            return List.copyOf(words);
        }
    }

    /** A whole section, checked by the component that declares it. */
    record Tree() implements SettingType<Map<String, Object>> {
        @Override
        public String name() {
            return "section";
        }

        @Override
        public Map<String, Object> read(Object raw) {
            if (raw instanceof Map<?, ?> map) {
                Map<String, Object> copy = new java.util.LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(String.valueOf(key), value));
                return java.util.Collections.unmodifiableMap(copy);
            }
            throw new IllegalArgumentException("must be a section with keys");
        }
    }
}
