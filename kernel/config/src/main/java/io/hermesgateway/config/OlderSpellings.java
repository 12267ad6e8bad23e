package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accepted older spellings of keys, and all the ways to name the key of a model provider. */
final class OlderSpellings {
    private static final String ACCOUNT = "(platforms\\.[^.]+(?:\\.accounts\\.[^.]+)?)\\.";
    private static final List<Rule> RULES = List.of(
            new Rule(Pattern.compile("gateway\\.platforms(\\..*)?"), "platforms$1"),
            new Rule(Pattern.compile(ACCOUNT + "extra(\\..*)?"), "$1$2"),
            new Rule(Pattern.compile(ACCOUNT + "home_channel\\.chat_id"), "$1.home_channel"),
            new Rule(Pattern.compile(ACCOUNT + "home_channel\\.name"), "$1.home_channel_name"),
            new Rule(Pattern.compile("platforms\\.api_server\\.(host|port)"), "gateway.$1"));
    private static final Pattern KEY_ENV = Pattern.compile("(.+)\\.(?:api_)?key_env");
    private static final Pattern PROVIDER = Tree.pattern("providers.*");

    private record Rule(Pattern old, String today) {}

    private OlderSpellings() {}

    static String today(String key) {
        String today = key;
        for (Rule rule : RULES) {
            Matcher old = rule.old().matcher(today);
            today = old.matches() ? old.replaceFirst(rule.today()) : today;
        }
        return today;
    }

    /**
     * Puts the key that {@code key_env} or {@code api_key_env} names, or else NAME_API_KEY, under {@code api_key}. A
     * variable that is set wins over a key in the file.
     */
    static void resolveKeys(Tree tree, Map<String, EnvFile.Entry> variables) {
        for (String key : List.copyOf(tree.entries().keySet())) {
            Matcher provider = PROVIDER.matcher(key);
            Matcher naming = KEY_ENV.matcher(key);
            boolean named = naming.matches() && tree.isSet(key);
            if (named || (provider.matches() && tree.isSection(key))) {
                String target = (named ? naming.group(1) : key) + ".api_key";
                String name = named ? tree.raw(key).toString() : conventional(Tree.name(key));
                EnvFile.Entry variable = variables.get(name);
                boolean vacant = !tree.isSet(target);
                if (variable != null && !variable.value().isBlank() && (named || vacant)) {
                    tree.entries().put(target, new Tree.Entry(variable.place(), variable.value(), null));
                } else if (named && vacant) {
                    Place place =
                            Objects.requireNonNull(tree.entries().get(key)).place();
                    tree.entries().put(target, new Tree.Entry(place, "", "the variable " + name + " is not set"));
                }
            }
        }
    }

    private static String conventional(String provider) {
        return provider.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_") + "_API_KEY";
    }
}
