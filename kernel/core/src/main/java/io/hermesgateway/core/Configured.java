package io.hermesgateway.core;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.Redactor;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The running configuration and what follows from it. */
final class Configured {
    private volatile Configuration current;
    private volatile Redactor redactor;

    Configured(Path home, Map<String, String> environment) {
        current = Configuration.load(home, environment);
        redactor = new Redactor(current.secrets(List.of()));
    }

    Configuration current() {
        return current;
    }

    Settings settings(SettingsSpec spec) {
        return current.settings(spec);
    }

    String redact(String text) {
        return redactor.redact(text);
    }

    void become(Configuration now, java.util.Collection<SettingsSpec> specs) {
        current = now;
        redactor = new Redactor(now.secrets(specs));
    }
}
