package io.hermesgateway.tools.skills;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A skill: a folder with a SKILL.md whose front matter says what it is for.
 *
 * @param name as agents call it
 * @param environment variables that commands of this skill need
 * @param text the instructions, without the front matter
 */
public record Skill(String name, String description, String category, List<String> environment, String text) {
    private static final String FENCE = "---";

    /** Reads a SKILL.md; without usable front matter the folder's name is the skill's. */
    static Skill read(String folder, String category, String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int end = body.startsWith(FENCE) ? body.indexOf("\n" + FENCE, FENCE.length()) : -1;
        if (end < 0) {
            return new Skill(folder, firstLine(body), category, List.of(), body.strip());
        }
        Map<?, ?> front = front(body.substring(FENCE.length(), end));
        String rest = body.substring(end + 1 + FENCE.length()).strip();
        return new Skill(
                text(front.get("name"), folder),
                text(front.get("description"), firstLine(rest)),
                text(front.get("category"), category),
                names(front.get("required_environment_variables")),
                rest);
    }

    private static Map<?, ?> front(String yaml) {
        try {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return read instanceof Map<?, ?> map ? map : Map.of();
        } catch (YAMLException broken) {
            return Map.of();
        }
    }

    private static String text(@Nullable Object value, String fallback) {
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() ? fallback : text;
    }

    /** A list of names, or of entries with a name. */
    private static List<String> names(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .map(one -> one instanceof Map<?, ?> map ? map.get("name") : one)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.replaceFirst("^#+\\s*", "");
    }
}
