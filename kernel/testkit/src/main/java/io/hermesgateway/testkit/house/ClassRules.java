package io.hermesgateway.testkit.house;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.hermesgateway.testkit.house.HouseRule.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Rules that are read from class files. */
final class ClassRules {

    private static final Pattern FORBIDDEN_NAME =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|V[0-9]+)|New[A-Z].*|Abstract[A-Z].*");

    private static final Map<String, Set<String>> OUTER_WORLD = Map.of(
            "java.lang.System", Set.of("getenv", "exit", "setProperty", "currentTimeMillis"),
            "java.lang.Runtime", Set.of("exit", "halt", "addShutdownHook"),
            "java.lang.Thread", Set.of("sleep", "<init>"),
            "java.lang.Math", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.security.SecureRandom", Set.of("<init>"));

    private ClassRules() {}

    /** Depends only on what {@code allowed} lets through, the JDK's own java.* being judged like the rest. */
    static HouseRule dependsOnly(String because, Predicate<String> allowed) {
        return new HouseRule("depends", because, perClass(type -> type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> !target.isPrimitive())
                .filter(target -> !allowed.test(target.getName()))
                .map(target -> "depends on " + target.getName())));
    }

    /** A set of packages that only some classes may touch. */
    static HouseRule onlyIn(String name, String because, Predicate<String> guarded, Predicate<String> mayUse) {
        return new HouseRule(
                name,
                because,
                perClass(type -> mayUse.test(type.getName())
                        ? Stream.empty()
                        : type.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency.getTargetClass().getName())
                                .filter(guarded)
                                .map(target -> "uses " + target)));
    }

    static HouseRule noCycles(String packages) {
        return new HouseRule("cycles", "packages that need each other are one package", module -> {
            EvaluationResult result = SlicesRuleDefinition.slices()
                    .matching(packages)
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .evaluate(module.classes());
            return result.getFailureReport().getDetails().stream()
                    .map(detail -> new Violation(packages, detail))
                    .toList();
        });
    }

    static HouseRule outerWorld() {
        return new HouseRule(
                "outer-world",
                "time, randomness, threads, environment and the end of the process come in through constructors",
                perClass(type -> type.getAccessesFromSelf().stream()
                        .map(JavaAccess::getTarget)
                        .filter(ClassRules::touchesTheOuterWorld)
                        .map(target -> "uses " + target.getOwner().getSimpleName() + "." + target.getName())));
    }

    private static boolean touchesTheOuterWorld(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        boolean clock = owner.equals("java.time.Clock") && name.startsWith("system");
        boolean noArguments = target instanceof AccessTarget.CodeUnitCallTarget call
                && call.getRawParameterTypes().isEmpty();
        boolean now = owner.startsWith("java.time.") && name.equals("now") && noArguments;
        boolean random = owner.equals("java.util.Random") && name.equals("<init>") && noArguments;
        return clock
                || now
                || random
                || OUTER_WORLD.getOrDefault(owner, Set.of()).contains(name);
    }

    static HouseRule standardStreams() {
        return new HouseRule(
                "standard-streams",
                "a server talks through its log",
                perClass(type -> type.getFieldAccessesFromSelf().stream()
                        .map(JavaAccess::getTarget)
                        .filter(target -> target.getOwner().getName().equals("java.lang.System"))
                        .map(target -> "uses System." + target.getName())));
    }

    static HouseRule staticState() {
        return new HouseRule(
                "static-state",
                "what is static outlives the plugin, the test and the swap",
                perClass(type -> Stream.concat(
                        type.getFields().stream()
                                .filter(ClassRules::isStaticState)
                                .map(field -> "has the static field " + field.getName() + ", which is not final"),
                        type.getMethods().stream()
                                .filter(method -> method.getName().equals("getInstance"))
                                .map(method -> "has getInstance()"))));
    }

    private static boolean isStaticState(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        return modifiers.contains(JavaModifier.STATIC)
                && !modifiers.contains(JavaModifier.FINAL)
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    static HouseRule names() {
        return new HouseRule(
                "names",
                "a name says what a thing is, in words of the domain",
                perClass(type -> FORBIDDEN_NAME.matcher(type.getSimpleName()).matches()
                        ? Stream.of("is called " + type.getSimpleName())
                        : Stream.empty()));
    }

    static HouseRule spiTypes() {
        return new HouseRule(
                "spi-types",
                "a contract is interfaces and data",
                perClass(type -> isContract(type) ? Stream.empty() : Stream.of(type.getName() + " is a class")));
    }

    private static boolean isContract(JavaClass type) {
        boolean exposed = type.getModifiers().contains(JavaModifier.PUBLIC);
        return !exposed
                || type.isInterface()
                || type.isAnnotation()
                || type.isRecord()
                || type.isEnum()
                || type.isAssignableTo(Throwable.class);
    }

    static HouseRule nullMarked() {
        return new HouseRule("null-marked", "null is a compile error in every package", module -> {
            Set<String> unmarked = new TreeSet<>();
            for (JavaClass type : module.classes()) {
                JavaPackage home = type.getPackage();
                boolean marked = home.tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked) {
                    unmarked.add(home.getName());
                }
            }
            return unmarked.stream()
                    .map(name -> new Violation(name, "has no package-info.java with @NullMarked"))
                    .toList();
        });
    }

    private static Function<Module, List<Violation>> perClass(Function<JavaClass, Stream<String>> find) {
        return module -> module.classes().stream()
                .flatMap(type -> find.apply(type).map(what -> new Violation(Module.topLevelName(type), what)))
                .distinct()
                .toList();
    }
}
