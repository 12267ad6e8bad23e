package io.hermesgateway.testkit.house;

import io.hermesgateway.testkit.house.HouseExceptions.Entry;
import io.hermesgateway.testkit.house.HouseRule.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The house rules of a module, one test each.
 *
 * <p>A module runs them on itself with three lines:
 *
 * <pre>{@code
 * class HouseRulesTest {
 *     @TestFactory
 *     Stream<DynamicTest> keepsTheHouseRules() {
 *         return HouseRules.of(Path.of("")).forPlugin("io.hermesgateway.http");
 *     }
 * }
 * }</pre>
 *
 * <p>Where a rule must be broken, a line with the reason goes into {@code house-exceptions.txt} beside this class;
 * a line that is no longer needed is itself a failure.
 */
public final class HouseRules {

    private static final String OURS = "io.hermesgateway.";

    private final Module module;
    private final HouseExceptions exceptions;

    private HouseRules(Module module, HouseExceptions exceptions) {
        this.module = module;
        this.exceptions = exceptions;
    }

    /** The rules on the Maven module in this folder, which must be compiled. */
    public static HouseRules of(Path directory) {
        return new HouseRules(Module.read(directory), HouseExceptions.shipped());
    }

    /** The same with exceptions of your own, each a line {@code rule class reason}. */
    public HouseRules except(String... lines) {
        List<Entry> all = new ArrayList<>(exceptions.entries());
        all.addAll(HouseExceptions.parse(List.of(lines)).entries());
        return new HouseRules(module, new HouseExceptions(List.copyOf(all)));
    }

    /** For the contracts. */
    public Stream<DynamicTest> forSpi() {
        return tests(
                ClassRules.dependsOnly(
                        "if a type would drag in a library, it is no contract",
                        among("java.", "org.jspecify.", OURS + "spi.")),
                sqlOnlyInItsPackage(),
                ClassRules.spiTypes());
    }

    /** For the reader of the configuration. */
    public Stream<DynamicTest> forConfig() {
        return tests(
                ClassRules.dependsOnly(
                        "configuration is files and contracts",
                        among("java.", "org.jspecify.", OURS + "spi.", OURS + "config.", "org.yaml.snakeyaml.")),
                sqlOnlyInItsPackage());
    }

    /** For the kernel. It may use Jackson, for the JSON lines of the control socket and of the archive. */
    public Stream<DynamicTest> forCore() {
        return tests(
                ClassRules.dependsOnly(
                        "the kernel names no platform, model, HTTP server or database",
                        among(
                                "java.",
                                "com.sun.management.",
                                "org.jspecify.",
                                "org.slf4j.",
                                "org.osgi.",
                                "org.apache.felix.",
                                "com.fasterxml.jackson.",
                                OURS + "spi.",
                                OURS + "config.",
                                OURS + "core.")),
                ClassRules.onlyIn(
                        "osgi-in-host",
                        "the plugin host alone knows what a bundle is",
                        among("org.osgi.", "org.apache.felix."),
                        among(OURS + "core.host.")),
                sqlOnlyInItsPackage(),
                ClassRules.onlyIn(
                        "no-http",
                        "HTTP lives in bundles",
                        among("java.net.http.", "com.sun.net.httpserver."),
                        name -> false),
                ClassRules.noCycles(OURS + "core.(*).."));
    }

    /** For a plugin whose classes live in (and below) the given package. */
    public Stream<DynamicTest> forPlugin(String ownPackage) {
        Predicate<String> ours = among(OURS);
        Predicate<String> known = among(OURS + "spi.", OURS + "httpkit.", ownPackage + ".");
        return tests(
                ClassRules.dependsOnly(
                        "a plugin sees the contracts, never the kernel and never another plugin",
                        ours.negate().or(known)),
                ClassRules.onlyIn(
                        "no-osgi",
                        "the same jar runs in a plain test",
                        among("org.osgi.", "org.apache.felix."),
                        name -> false));
    }

    /** For programs and libraries that are neither kernel nor plugin: only what concerns every class. */
    public Stream<DynamicTest> forProgram() {
        return run(everywhere());
    }

    private Stream<DynamicTest> tests(HouseRule... own) {
        List<HouseRule> rules = new ArrayList<>(List.of(own));
        rules.addAll(everywhere());
        rules.add(ClassRules.outerWorld());
        rules.add(ClassRules.standardStreams());
        rules.add(SourceRules.catchThrowable());
        return run(rules);
    }

    private static List<HouseRule> everywhere() {
        return List.of(
                ClassRules.staticState(),
                ClassRules.names(),
                ClassRules.nullMarked(),
                SourceRules.fileSize(),
                SourceRules.methodSize(),
                SourceRules.emptyCatch(),
                SourceRules.unfinished(),
                SourceRules.testsNeverSleep());
    }

    private Stream<DynamicTest> run(List<HouseRule> rules) {
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.name(), () -> check(rule)));
    }

    private void check(HouseRule rule) {
        List<Violation> all = rule.find().apply(module);
        List<String> wrong = new ArrayList<>();
        for (Violation violation : all) {
            if (exceptions.entry(rule.name(), violation.where()).isEmpty()) {
                wrong.add(violation.where() + " " + violation.what());
            }
        }
        exceptions.entries().stream()
                .filter(entry -> entry.rule().equals(rule.name()))
                .filter(entry -> module.classes().contain(entry.where()))
                .filter(entry -> all.stream().noneMatch(v -> v.where().equals(entry.where())))
                .forEach(entry -> wrong.add(
                        "house-exceptions.txt: '" + entry.rule() + " " + entry.where() + "' is no longer needed"));
        if (!wrong.isEmpty()) {
            throw new AssertionError(rule.name() + " (" + rule.because() + "):\n  " + String.join("\n  ", wrong));
        }
    }

    private static HouseRule sqlOnlyInItsPackage() {
        return ClassRules.onlyIn(
                "sql-in-its-package",
                "SQL is a contract of its own; the kernel keeps its promises without a database",
                among("java.sql.", "javax.sql."),
                among(OURS + "spi.sql."));
    }

    private static Predicate<String> among(String... prefixes) {
        return name -> Stream.of(prefixes).anyMatch(name::startsWith);
    }
}
