package io.hermesgateway.config;

import io.hermesgateway.config.Catalogue.Declared;
import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds a snapshot against everything that is declared. */
final class Check {
    private static final int MOST_GUESSES = 50;
    private static final Pattern ACCOUNT_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final Configuration configuration;
    private final Tree tree;
    private final Catalogue catalogue;
    private final List<Problem> problems = new ArrayList<>();

    Check(Configuration configuration, Tree tree, Catalogue catalogue) {
        this.configuration = configuration;
        this.tree = tree;
        this.catalogue = catalogue;
    }

    List<Problem> run(List<Problem> found, Collection<SettingsSpec> specs) {
        found.forEach(p -> report(p, catalogue.owner(p.key())));
        tree.entries().forEach((key, entry) -> {
            if (entry.trouble() != null) {
                report(Problem.error(entry.place(), key, entry.trouble()), catalogue.owner(key));
            }
        });
        tree.below("").forEach(this::key);
        configuration.each(catalogue, this::setting);
        specs.forEach(this::together);
        problems.sort(Comparator.comparing((Problem p) -> !p.place().file().equals(Configuration.YAML))
                .thenComparing(p -> p.place().line()));
        return problems.stream().distinct().toList();
    }

    /** What does not fit together. A rule may stumble over what was reported already. */
    private void together(SettingsSpec spec) {
        List<SettingsSpec.Finding> findings = List.of();
        try {
            findings = spec.rule().judge(configuration.settings(spec));
        } catch (RuntimeException unfit) {
            if (problems.stream().noneMatch(Problem::isError)) {
                String words = "cannot be judged: " + unfit.getMessage();
                report(Problem.warning(Place.of(Configuration.YAML), spec.section(), words), spec.section());
            }
        }
        for (SettingsSpec.Finding finding : findings) {
            Place place = configuration.place(standing(finding.key()));
            boolean error = finding.error();
            String key = finding.key();
            report(
                    error ? Problem.error(place, key, finding.words()) : Problem.warning(place, key, finding.words()),
                    catalogue.owner(key));
        }
    }

    /** The key, or the nearest one around it that stands in the file. */
    private String standing(String key) {
        String around = key;
        while (!around.isEmpty() && !tree.entries().containsKey(around)) {
            around = Tree.parent(around);
        }
        return around;
    }

    private void report(Problem problem, String owner) {
        problems.add(new Problem(problem.place(), problem.key(), problem.words(), problem.severity(), owner));
    }

    private void key(String key) {
        Place place = configuration.place(key);
        Optional<Declared> exact = catalogue.exact(key);
        boolean section = catalogue.isSection(key);
        if (Tree.parent(key).endsWith(".accounts")
                && !ACCOUNT_NAME.matcher(Tree.name(key)).matches()) {
            report(Problem.error(place, key, "the name of an account is made of letters, digits, - and _"), key);
        }
        if (section && tree.isSection(key)) {
            tree.below(key).forEach(this::key);
        } else if (exact.isPresent()) {
            value(Found.of(key, tree, place), exact.get().setting(), catalogue.owner(key));
        } else if (section && tree.isSet(key)) {
            report(Problem.error(place, key, "must be a section with keys"), catalogue.owner(key));
        } else if (!section && catalogue.hasNoEffect(key)) {
            report(Problem.warning(place, key, "has no effect here"), "");
        } else if (!section && Tree.parent(key).equals("platforms")) {
            report(Problem.warning(place, key, "no installed plugin serves this platform" + meant(key)), "");
        } else if (!section) {
            report(Problem.error(place, key, "unknown key" + meant(key)), catalogue.owner(key));
        }
    }

    private void value(Found found, Setting<?> setting, String owner) {
        try {
            if (found.trouble() == null && !String.valueOf(found.raw()).isBlank()) {
                java.util.Objects.requireNonNull(found.read(setting.type()));
            }
        } catch (IllegalArgumentException e) {
            report(Problem.error(found.place(), found.name(), String.valueOf(e.getMessage())), owner);
        }
    }

    /** The nearest name that would have been right here, or the place where this very name is right. */
    private String meant(String key) {
        if (problems.size() > MOST_GUESSES) {
            return "";
        }
        String above = Tree.parent(key);
        String typed = Tree.name(key);
        String best = "";
        int least = Math.min(3, 1 + typed.length() / 4) + 1;
        for (Declared declared : catalogue.declared()) {
            if (above.isEmpty() || Catalogue.isAbove(above, declared)) {
                int depth = above.isEmpty() ? 0 : above.split("\\.").length;
                String candidate = declared.key().split("\\.")[depth];
                int distance = distance(typed, candidate);
                best = distance < least ? candidate : best;
                least = Math.min(least, distance);
            }
        }
        Optional<Declared> elsewhere = catalogue.declared().stream()
                .filter(d -> Tree.name(d.key()).equals(typed))
                .findFirst();
        best = best.isEmpty() ? elsewhere.map(Declared::key).orElse("") : best;
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** How many letters are too many, too few or wrong. */
    static int distance(String typed, String meant) {
        int[] row = new int[meant.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= meant.length(); j++) {
                int above = row[j];
                int change = i == 0 || j == 0 || typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
                row[j] = i == 0 || j == 0 ? i + j : Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[meant.length()];
    }

    private void setting(String section, Setting<?> setting, Optional<Found> found) {
        String key = Tree.join(section, setting.key());
        if (found.isPresent() && !found.get().place().file().equals(Configuration.YAML)) {
            value(found.get(), setting, catalogue.owner(key));
        } else if (setting.required() && found.isEmpty() && isUsed(section)) {
            String words = SectionSettings.missing(setting);
            report(Problem.error(configuration.place(section), key, words), section);
        }
    }

    private boolean isUsed(String section) {
        return section.startsWith("platforms.")
                ? configuration.isEnabled(section, catalogue.settings(section))
                : tree.isSection(section);
    }
}
