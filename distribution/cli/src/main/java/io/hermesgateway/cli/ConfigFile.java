package io.hermesgateway.cli;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.FatalConfig;
import io.hermesgateway.config.Problem;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.yaml.snakeyaml.error.YAMLException;

/** The file config.yaml of a home. A change that would bring an error is refused, as the running gateway would. */
final class ConfigFile {
    private final Shell shell;
    private final Path file;

    ConfigFile(Shell shell) {
        this.shell = shell;
        this.file = shell.home().resolve("config.yaml");
    }

    void set(String key, String value) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : "";
            String after = edited(before, key, value);
            Files.createDirectories(shell.home());
            judge(key, after);
            Path fresh = write(shell.home(), "." + file.getFileName() + ".new", after);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new Failure(Exit.FAILED, file + ": " + failed.getMessage());
        }
    }

    private String edited(String before, String key, String value) {
        try {
            return YamlEdit.set(before, List.of(key.split("\\.")), YamlEdit.literal(value));
        } catch (IllegalArgumentException inTheWay) {
            throw shell.failure(Exit.FAILED, "not_settable", key, String.valueOf(inTheWay.getMessage()));
        } catch (YAMLException unreadable) {
            throw new Failure(Exit.CONFIGURATION, file + ": " + unreadable.getMessage());
        }
    }

    /** Errors that were there before are no reason not to mend something else. */
    private void judge(String key, String after) throws IOException {
        Path trial = Files.createTempDirectory("hermes-config");
        Path env = shell.home().resolve(".env");
        try {
            write(trial, "config.yaml", after);
            if (Files.isReadable(env)) {
                write(trial, ".env", Files.readString(env));
            }
            List<SettingsSpec> specs = PluginSpecs.of(shell);
            for (Problem problem : Configuration.load(trial, shell.env()).check(specs)) {
                if (problem.isError() && problem.key().equals(key)) {
                    throw new Failure(Exit.FAILED, problem.text());
                }
            }
        } catch (FatalConfig unreadable) {
            throw new Failure(Exit.FAILED, String.valueOf(unreadable.getMessage()));
        } finally {
            Files.deleteIfExists(trial.resolve("config.yaml"));
            Files.deleteIfExists(trial.resolve(".env"));
            Files.deleteIfExists(trial);
        }
    }

    /** For the owner only: there may be keys in it. */
    private static Path write(Path folder, String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(path, text);
    }
}
