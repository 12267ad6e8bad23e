package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.config.ConfigFile;
import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.EnvFile;
import io.hermesgateway.config.Problem;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What another home has set and ours has not. What ours has set stays; what nobody here understands is named. */
final class ForeignConfig {
    private static final int NAMED = 8;

    private final Path from;
    private final Path home;
    private final Path trial;
    private final List<SettingsSpec> specs;
    private final Report report;
    private final Words words;

    /** @param trial an empty folder of ours */
    ForeignConfig(Path from, Path home, Path trial, List<SettingsSpec> specs, Report report, Words words) {
        this.from = from;
        this.home = home;
        this.trial = trial;
        this.specs = specs;
        this.report = report;
        this.words = words;
    }

    void bring() throws IOException {
        for (String name : List.of("config.yaml", ".env")) {
            if (Files.isRegularFile(home.resolve(name))) {
                PrivateFile.copy(home.resolve(name), trial.resolve(name));
            }
        }
        guarded(".env", this::variables);
        guarded("config.yaml", this::settings);
    }

    private interface Work {
        void run() throws IOException;
    }

    private void guarded(String name, Work work) throws IOException {
        if (!Files.isRegularFile(from.resolve(name))) {
            return;
        }
        try {
            work.run();
        } catch (GatewayException | YAMLException unreadable) {
            String why =
                    unreadable instanceof YAMLException ? words.say("import_cannot_read") : unreadable.getMessage();
            report.add(name, Report.State.FAILED, 0, 0, String.valueOf(why));
        }
    }

    private void variables() throws IOException {
        EnvFile ours = new EnvFile(trial.resolve(".env"));
        Map<String, String> here = ours.variables();
        Set<String> kept = new TreeSet<>();
        int brought = 0;
        int known = 0;
        for (Map.Entry<String, String> each :
                new EnvFile(from.resolve(".env")).variables().entrySet()) {
            String mine = here.get(each.getKey());
            if (mine == null && !each.getValue().isEmpty()) {
                ours.set(each.getKey(), each.getValue());
                brought++;
            } else if (mine == null || mine.equals(each.getValue())) {
                known++;
            } else {
                kept.add(each.getKey());
            }
        }
        put(".env", brought);
        report.count(".env", brought, known, named("import_ours_stay", kept));
    }

    private void settings() throws IOException {
        Path ours = trial.resolve("config.yaml");
        boolean fresh = !Files.exists(ours);
        if (fresh) {
            PrivateFile.copy(from.resolve("config.yaml"), ours);
            if (errors(trial).isEmpty()) {
                put("config.yaml", 1);
                report.count("config.yaml", leaves(from).size(), 0, "");
                return;
            }
        }
        Map<String, Object> here = fresh ? Map.of() : leaves(home);
        if (fresh) {
            Files.delete(ours);
        }
        merge(ours, here, wrongOnes());
    }

    private void merge(Path ours, Map<String, Object> here, Set<String> wrong) throws IOException {
        Set<String> kept = new TreeSet<>();
        Set<String> strange = new TreeSet<>();
        ConfigFile file = new ConfigFile(ours);
        int brought = 0;
        int known = 0;
        for (Map.Entry<String, Object> each : leaves(from).entrySet()) {
            String key = each.getKey();
            Object mine = here.get(key);
            if (mine != null) {
                known += mine.equals(each.getValue()) ? 1 : 0;
                if (!mine.equals(each.getValue())) {
                    kept.add(key);
                }
            } else if (wrong.stream().anyMatch(bad -> (key + ".").startsWith(bad + "."))) {
                strange.add(key);
            } else {
                try {
                    file.set(key, each.getValue());
                    brought++;
                } catch (GatewayException inTheWay) {
                    kept.add(key);
                }
            }
        }
        put("config.yaml", brought);
        report.count("config.yaml", brought, known, named("import_ours_stay", kept));
        if (!strange.isEmpty()) {
            report.add("config.yaml", Report.State.LEFT, 0, 0, named("import_not_understood", strange));
        }
    }

    /** The keys of the other file that would be errors here. */
    private Set<String> wrongOnes() throws IOException {
        Path alone = PrivateFile.temporary(trial, "theirs");
        PrivateFile.copy(from.resolve("config.yaml"), alone.resolve("config.yaml"));
        return errors(alone);
    }

    private Set<String> errors(Path folder) {
        return Configuration.load(folder, Map.of()).check(specs).stream()
                .filter(problem -> problem.isError() && problem.place().file().equals("config.yaml"))
                .map(Problem::key)
                .collect(Collectors.toSet());
    }

    private void put(String name, int brought) throws IOException {
        if (brought > 0) {
            PrivateFile.copy(trial.resolve(name), home.resolve(name));
        }
    }

    private String named(String key, Set<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return words.say(key, names.size(), first + (names.size() > NAMED ? ", …" : ""));
    }

    /** Values by their dotted keys; a list is one value. */
    private static Map<String, Object> leaves(Path home) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        Object all = new Yaml(new SafeConstructor(options)).load(Files.readString(home.resolve("config.yaml")));
        Map<String, Object> leaves = new LinkedHashMap<>();
        collect(new ArrayList<>(), all, leaves);
        return leaves;
    }

    private static void collect(List<String> names, @Nullable Object value, Map<String, Object> leaves) {
        if (value instanceof Map<?, ?> section && (!section.isEmpty() || names.isEmpty())) {
            section.forEach((name, inner) -> {
                List<String> deeper = new ArrayList<>(names);
                deeper.add(String.valueOf(name).replace(".", "\\."));
                collect(deeper, inner, leaves);
            });
        } else if (value != null && !names.isEmpty()) {
            leaves.put(String.join(".", names), value);
        }
    }
}
