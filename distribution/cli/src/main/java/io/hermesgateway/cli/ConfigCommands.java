package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.config.ConfigFile;
import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.FatalConfig;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.config.Problem;
import io.hermesgateway.spi.error.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes config …}: reads the files themselves, so it works whether or not the gateway runs. */
@CommandLine.Command(
        name = "config",
        description = "The configuration of the gateway.",
        subcommands = {
            ConfigCommands.Show.class,
            ConfigCommands.Get.class,
            ConfigCommands.Set.class,
            ConfigCommands.Check.class,
            ConfigCommands.Where.class
        })
final class ConfigCommands extends Group {
    ConfigCommands(Shell shell) {
        super(shell);
    }

    /** Unreadable YAML is the one fault that keeps a gateway from starting. */
    static Configuration load(Shell shell) {
        try {
            return Configuration.load(shell.home(), shell.env());
        } catch (FatalConfig unreadable) {
            throw new Failure(Exit.CONFIGURATION, String.valueOf(unreadable.getMessage()));
        }
    }

    private static List<Configuration.Row> rows(Shell shell, boolean all) {
        return load(shell).show(PluginSpecs.of(shell), all);
    }

    private static Map<String, Object> fields(Configuration.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", row.key());
        fields.put("value", row.value());
        fields.put("origin", row.origin());
        fields.put("description", row.description());
        return fields;
    }

    @CommandLine.Command(name = "show", description = "Shows what is set, and where; secrets are masked.")
    static final class Show extends Command.Listing {
        @Option(names = "--all", description = "Also what only has its default.")
        boolean all;

        Show(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            List<Configuration.Row> rows = rows(shell(), all);
            if (json) {
                shell().out()
                        .println(Json.write(
                                rows.stream().map(ConfigCommands::fields).toList()));
                return Exit.DONE;
            }
            Table table = new Table(shell(), "key", "value", "origin", "description");
            rows.forEach(row -> table.add(row.key(), row.value(), row.origin(), row.description()));
            table.print();
            return Exit.DONE;
        }
    }

    @CommandLine.Command(name = "get", description = "Shows one value.")
    static final class Get extends Command.Listing {
        @Parameters(paramLabel = "KEY")
        String key;

        Get(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Configuration.Row row = rows(shell(), true).stream()
                    .filter(each -> each.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> shell().failure(Exit.FAILED, "no_key", key));
            shell().out().println(json ? Json.write(fields(row)) : row.value());
            return Exit.DONE;
        }
    }

    @CommandLine.Command(
            name = "set",
            description = "Sets one value in config.yaml and keeps everything else as it is.")
    static final class Set extends Command {
        @Parameters(index = "0", paramLabel = "KEY")
        String key;

        @Parameters(index = "1", paramLabel = "VALUE")
        String value;

        Set(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Shell shell = shell();
            Object typed = ConfigFile.typed(value);
            try {
                judge(shell, typed);
                Files.createDirectories(shell.home());
                new ConfigFile(shell.home().resolve("config.yaml")).set(key, typed);
            } catch (FatalConfig unreadable) {
                throw new Failure(Exit.CONFIGURATION, String.valueOf(unreadable.getMessage()));
            } catch (GatewayException refused) {
                throw new Failure(Exit.FAILED, String.valueOf(refused.getMessage()));
            } catch (IOException failed) {
                throw new Failure(Exit.FAILED, shell.home() + ": " + failed.getMessage());
            }
            shell.out().println(shell.say("set", key));
            if (key.equals(KernelSettings.STORE_KIND.key())) {
                CopyProgress.show(shell, value);
            }
            return Exit.DONE;
        }

        /** On a copy, as the running gateway would; errors that were there before are no reason not to mend another. */
        private void judge(Shell shell, Object typed) throws IOException {
            try (Trial trial = Trial.of(shell.home())) {
                new ConfigFile(trial.folder().resolve("config.yaml")).set(key, typed);
                for (Problem problem :
                        Configuration.load(trial.folder(), shell.env()).check(PluginSpecs.of(shell))) {
                    if (problem.isError() && problem.key().equals(key)) {
                        throw new Failure(Exit.FAILED, problem.text());
                    }
                }
            }
        }
    }

    /** A copy of the files of a configuration, for the owner only: there may be keys in them. */
    private record Trial(Path folder) implements AutoCloseable {
        private static final List<String> FILES = List.of("config.yaml", ".env");

        static Trial of(Path home) throws IOException {
            Trial trial = new Trial(Files.createTempDirectory("hermes-config"));
            for (String name : FILES) {
                if (Files.isReadable(home.resolve(name))) {
                    Files.copy(home.resolve(name), trial.folder().resolve(name));
                }
            }
            return trial;
        }

        @Override
        public void close() throws IOException {
            for (String name : FILES) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    @CommandLine.Command(name = "check", description = "Names file, line and key of what is wrong.")
    static final class Check extends Command.Listing {
        Check(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Shell shell = shell();
            List<Problem> problems = load(shell).check(PluginSpecs.of(shell));
            if (json) {
                shell.out()
                        .println(Json.write(problems.stream().map(Check::fields).toList()));
            } else if (problems.isEmpty()) {
                shell.out().println(shell.say("config_ok"));
            } else {
                problems.forEach(
                        problem -> shell.out().println(shell.paint(problem.isError() ? "31" : "33", problem.text())));
            }
            return problems.stream().anyMatch(Problem::isError) ? Exit.FAILED : Exit.DONE;
        }

        private static Map<String, Object> fields(Problem problem) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("file", problem.place().file());
            fields.put("line", problem.place().line());
            fields.put("key", problem.key());
            fields.put("severity", problem.isError() ? "error" : "warning");
            fields.put("message", problem.words());
            return fields;
        }
    }

    @CommandLine.Command(name = "path", description = "Shows where config.yaml is.")
    static final class Where extends Command {
        Where(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            shell().out().println(shell().home().resolve("config.yaml"));
            return Exit.DONE;
        }
    }
}
