package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A home folder of a test with the two files in it, and a platform to configure. */
final class Home {
    static final Setting<String> APP_ID =
            Setting.required("app_id", Types.TEXT, "The id of the app.").env("QQ_APP_ID");
    static final Setting<io.hermesgateway.spi.settings.Secret> CLIENT_SECRET = Setting.required(
                    "client_secret", Types.SECRET, "The secret of the app.")
            .env("QQ_CLIENT_SECRET");
    static final Setting<Boolean> SANDBOX = Setting.of("sandbox", Types.FLAG, false, "Whether to use the sandbox.")
            .env("QQ_SANDBOX");
    static final Setting<String> REPLY =
            Setting.of("reply_to_mode", Types.choice("off", "first", "all"), "first", "Which parts answer a message.");
    static final SettingsSpec QQ = SettingsSpec.of("platforms.qqbot", APP_ID, CLIENT_SECRET, SANDBOX, REPLY);
    static final List<SettingsSpec> SPECS = List.of(QQ);

    final Path folder;
    final Map<String, String> process = new TreeMap<>();

    Home(Path folder) {
        this.folder = folder;
    }

    Home yaml(String text) {
        return write("config.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    Home env(String text) {
        return write(".env", text.getBytes(StandardCharsets.UTF_8));
    }

    Home write(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Home process(String name, String value) {
        process.put(name, value);
        return this;
    }

    Configuration load() {
        return Configuration.load(folder, process);
    }

    List<String> problems() {
        return load().check(SPECS).stream().map(Problem::text).toList();
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
