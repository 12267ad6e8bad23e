package io.hermesgateway.config;

import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The credentials that a first start makes up, so that nothing is ever open and nobody has to invent a key. */
public final class FirstKeys {
    private static final List<List<String>> KEYS = List.of(
            List.of("API_SERVER_KEY", "platforms.api_server.key"),
            List.of("CONSOLE_TOKEN", "console.token", "console.tokens"));

    private static final Setting<Secret> API_KEY =
            Setting.of("key", Types.SECRET, null, "The key of the API.").env("API_SERVER_KEY");
    private static final int SHORTEST = 16;

    private FirstKeys() {}

    /** Writes those that are set nowhere to .env and returns their names; the configuration must then be read again. */
    public static List<String> create(Path home, Configuration configuration, Ids ids) {
        List<String> created = new ArrayList<>();
        for (List<String> key : KEYS) {
            String name = key.get(0);
            if (configuration.variable(name).isEmpty() && key.stream().noneMatch(configuration::isSet)) {
                new EnvFile(home.resolve(Configuration.ENV)).set(name, ids.next());
                created.add(name);
            }
        }
        return created;
    }

    /** Why the key of the API must not guard an address that others can reach, as a sentence; empty when it may. */
    public static Optional<String> fault(Configuration configuration) {
        String key = Stream.of("platforms.api_server", "gateway.platforms.api_server", "gateway.api_server")
                .flatMap(section -> configuration.find(section, API_KEY).stream())
                .findFirst()
                .map(found -> String.valueOf(found.raw()).trim())
                .orElse("");
        if (key.length() >= SHORTEST && !Secrets.isPlaceholder(key)) {
            return Optional.empty();
        }
        String what = key.isEmpty() ? "is missing" : key.length() < SHORTEST ? "is too short" : "is a placeholder";
        return Optional.of("the API key " + what + "; put one of at least " + SHORTEST
                + " characters into API_SERVER_KEY, or listen on 127.0.0.1 only");
    }
}
