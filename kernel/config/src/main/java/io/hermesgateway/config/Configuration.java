package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One immutable snapshot: config.yaml under .env under the environment of the process. It knows for every value where it
 * comes from. What is wrong with single values is told by {@link #check}; they fail only who reads them.
 *
 * <p>Environment variables set the plain account of a platform. A named account takes from its platform what it does
 * not set itself, except what is required or secret: two accounts never share a credential by accident.
 */
public final class Configuration {
    static final String YAML = "config.yaml";
    static final String ENV = ".env";

    private final Tree tree;
    private final Map<String, EnvFile.Entry> variables = new TreeMap<>();
    private final List<Problem> problems;
    private final Settings kernel = settings(KernelSettings.SPEC);
    private volatile @Nullable Checked checked;

    private record Checked(WeakReference<SettingsSpec> spec, List<Problem> problems) {}

    /** An account of a platform: its platform id, its section, and whether it is to be used. */
    public record Account(String id, String section, boolean enabled) {}

    /** One effective value as it may be shown. */
    public record Row(String key, String value, String origin, String description) {}

    /** The texts of the two files, and what kept us from reading them. */
    record Sources(String yaml, String env, List<Problem> problems) {
        static Sources read(Path home) {
            List<Problem> problems = new ArrayList<>();
            return new Sources(read(home.resolve(YAML), problems), read(home.resolve(ENV), problems), problems);
        }

        private static String read(Path file, List<Problem> problems) {
            try {
                return TextFile.read(file).orElse("");
            } catch (FatalConfig unreadable) {
                problems.add(unreadable.problem());
                return "";
            }
        }
    }

    /**
     * Reads the files of a home.
     *
     * @throws FatalConfig when config.yaml cannot be read as YAML; everything else is a problem of {@link #check}
     */
    public static Configuration load(Path home, Map<String, String> process) {
        return new Configuration(Sources.read(home), process);
    }

    Configuration(Sources sources, Map<String, String> process) {
        List<Problem> found = new ArrayList<>(sources.problems());
        for (Problem problem : found) {
            if (problem.place().file().equals(YAML)) {
                throw new FatalConfig(problem.place(), problem.words());
            }
        }
        EnvFile.parse(sources.env(), found).forEach(entry -> variables.put(entry.name(), entry));
        process.forEach((name, value) -> {
            if (!value.isBlank() || !variables.containsKey(name)) {
                variables.put(name, new EnvFile.Entry(name, value, Place.of("environment"), 0, 0));
            }
        });
        this.tree = new YamlReader(variables, found).read(sources.yaml());
        OlderSpellings.resolveKeys(tree, variables);
        this.problems = List.copyOf(found);
    }

    /** The settings of {@link KernelSettings}. */
    public Settings kernel() {
        return kernel;
    }

    public Settings settings(SettingsSpec spec) {
        return settings(spec, spec.section());
    }

    /** The settings of a component in a concrete section, such as that of an {@link Account}. */
    public Settings settings(SettingsSpec spec, String section) {
        Map<String, Setting<?>> declared = new LinkedHashMap<>();
        PlatformSettings.complete(spec).settings().forEach(setting -> declared.put(setting.key(), setting));
        return new SectionSettings(this, section, declared);
    }

    /** A variable of .env or the process. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(EnvFile.Entry::value)
                .filter(value -> !value.isBlank());
    }

    /** The accounts of a platform: the named ones, and the plain one unless only named ones have credentials. */
    public List<Account> accounts(SettingsSpec platform) {
        String section = platform.section();
        List<Setting<?>> settings = PlatformSettings.complete(platform).settings();
        List<Account> accounts = new ArrayList<>();
        List<String> named = tree.below(section + ".accounts");
        if (named.isEmpty() || hasCredentials(section, settings)) {
            accounts.add(new Account(Tree.name(section), section, isEnabled(section, settings)));
        }
        for (String account : named) {
            String id = Tree.name(section) + "." + Tree.name(account);
            accounts.add(new Account(id, account, isEnabled(account, settings)));
        }
        return accounts;
    }

    private boolean hasCredentials(String section, List<Setting<?>> settings) {
        return settings.stream().anyMatch(s -> isOwn(s) && find(section, s).isPresent());
    }

    /** A platform that is mentioned is used unless it says otherwise; what it says may be wrong, then check tells. */
    boolean isEnabled(String section, List<Setting<?>> settings) {
        if (!tree.below(section + ".accounts").isEmpty() && !hasCredentials(section, settings)) {
            return false;
        }
        for (Setting<?> setting : settings) {
            Optional<Found> said = find(section, setting);
            if (setting.key().equals(PlatformSettings.ENABLED.key()) && said.isPresent()) {
                String word = said.get().raw().toString().strip().toLowerCase(Locale.ROOT);
                return !List.of("false", "no", "off", "0").contains(word);
            }
        }
        return hasCredentials(section, settings) || tree.isSection(section);
    }

    private static boolean isOwn(Setting<?> setting) {
        return setting.required() || setting.type().secret();
    }

    /** What is wrong, for the given declarations beside the kernel's own, in the order of the files. */
    public List<Problem> check(Collection<SettingsSpec> specs) {
        return new Check(this, tree, new Catalogue(specs)).run(problems, specs);
    }

    /**
     * The same for one component, kept for who asks next: each of many accounts asks about the whole of its platform.
     * What was asked for is held weakly, so that a plugin which went is not kept.
     */
    public List<Problem> check(SettingsSpec spec) {
        Checked known = checked;
        if (known == null || !spec.equals(known.spec().get())) {
            known = new Checked(new WeakReference<>(spec), check(List.of(spec)));
            checked = known;
        }
        return known.problems();
    }

    /** The effective values with their origin, masked; {@code all} adds what only has its default. */
    public List<Row> show(Collection<SettingsSpec> specs, boolean all) {
        List<Row> rows = new ArrayList<>();
        each(new Catalogue(specs), (section, setting, found) -> {
            boolean secret = setting.type().secret() || Secrets.isSecretName(setting.key());
            Object fallback = setting.fallback() instanceof Duration time ? time.toSeconds() : setting.fallback();
            if (found.isPresent() || all) {
                Object value = found.map(Found::raw).orElse(fallback == null ? "" : fallback);
                String origin = found.map(Found::origin).orElse("default");
                rows.add(new Row(
                        Tree.join(section, setting.key()), Secrets.show(secret, value), origin, setting.description()));
            }
        });
        return rows;
    }

    /** Every secret for the redactor of logs: declared ones, and those whose name says so in any file or variable. */
    public Set<String> secrets(Collection<SettingsSpec> specs) {
        Set<String> secrets = new LinkedHashSet<>();
        each(new Catalogue(specs), (section, setting, found) -> found.filter(
                        f -> setting.type().secret())
                .ifPresent(f -> secrets.add(f.raw().toString().strip())));
        tree.entries().forEach((key, entry) -> {
            if (entry.value() != null && Secrets.isSecretName(Tree.name(key))) {
                secrets.add(entry.value().toString().strip());
            }
        });
        for (EnvFile.Entry variable : variables.values()) {
            if (Secrets.isSecretName(variable.name())) {
                secrets.add(variable.value().strip());
            }
        }
        secrets.remove("");
        return secrets;
    }

    /** The sections whose effective values differ: {@code platforms.qqbot}, {@code gateway}, {@code model} … */
    public Set<String> changedSince(Configuration old, Collection<SettingsSpec> specs) {
        Catalogue catalogue = new Catalogue(specs);
        Map<String, Object> before = old.values(catalogue);
        Map<String, Object> now = values(catalogue);
        Set<String> changed = new LinkedHashSet<>();
        Stream.concat(before.keySet().stream(), now.keySet().stream())
                .filter(key -> !Objects.equals(before.get(key), now.get(key)))
                .forEach(key -> changed.add(catalogue.owner(key)));
        return changed;
    }

    private Map<String, Object> values(Catalogue catalogue) {
        Map<String, Object> values = new LinkedHashMap<>();
        each(
                catalogue,
                (section, setting, found) -> found.ifPresent(f ->
                        values.put(Tree.join(section, setting.key()), f.trouble() == null ? f.raw() : f.trouble())));
        return values;
    }

    interface Visit {
        void value(String section, Setting<?> setting, Optional<Found> found);
    }

    /** Visits every declared setting of every section that is there. */
    void each(Catalogue catalogue, Visit visit) {
        for (Catalogue.Declared declared : catalogue.declared()) {
            for (String section : declared.alias() ? List.<String>of() : concrete(declared.section())) {
                visit.value(section, declared.setting(), find(section, declared.setting()));
            }
        }
    }

    /** The value that counts: environment, then the file under any of the key's spellings, then the platform's. */
    Optional<Found> find(String section, Setting<?> setting) {
        boolean account = PlatformSettings.ACCOUNT.matcher(section).matches();
        for (String name : account ? List.<String>of() : setting.env()) {
            EnvFile.Entry variable = variables.get(name);
            if (variable != null && !variable.value().isBlank()) {
                return Optional.of(Found.of(variable));
            }
        }
        List<String> spellings = new ArrayList<>(setting.aliases());
        spellings.add(0, setting.key());
        for (String spelling : spellings) {
            String key = Tree.join(section, spelling);
            if (tree.isSet(key)) {
                return Optional.of(Found.of(key, tree, place(key)));
            }
        }
        String platform = Tree.parent(Tree.parent(section));
        return account && !isOwn(setting) ? find(platform, setting) : Optional.empty();
    }

    /** The concrete sections that a section or pattern such as {@code providers.*} stands for. */
    List<String> concrete(String section) {
        return section.contains("*")
                ? tree.entries().keySet().stream()
                        .filter(Tree.pattern(section).asMatchPredicate())
                        .toList()
                : List.of(section);
    }

    public boolean isSet(String key) {
        return tree.isSet(key);
    }

    Place place(String key) {
        Tree.Entry entry = tree.entries().get(key);
        return entry == null ? Place.of(YAML) : entry.place();
    }

    @Override
    public String toString() {
        return "configuration with " + tree.below("");
    }
}
