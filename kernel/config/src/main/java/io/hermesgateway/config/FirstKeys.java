package io.hermesgateway.config;

import io.hermesgateway.spi.plugin.Ids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The credentials that a first start makes up, so that nothing is ever open and nobody has to invent a key. */
public final class FirstKeys {
    private static final List<List<String>> KEYS = List.of(
            List.of("API_SERVER_KEY", "platforms.api_server.key"),
            List.of("CONSOLE_TOKEN", "console.token", "console.tokens"));

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
}
