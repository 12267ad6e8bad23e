package io.hermesgateway.testkit.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule is shown a small module that breaks it, and must be the only one that complains. */
class HouseRulesTest {

    @TempDir
    Path folder;

    @Test
    void likesADecentPlugin() throws Exception {
        assertEquals(Set.of(), brokenIn("int twice(int n) { return 2 * n; }"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-osgi          | void f(org.osgi.framework.Bundle b) {}",
                "depends          | io.hermesgateway.other.Other f() { return new io.hermesgateway.other.Other(); }",
                "outer-world      | void f() throws Exception { Thread.sleep(1); }",
                "outer-world      | Object f() { return new Thread(); }",
                "outer-world      | Object f() { return java.time.Instant.now(); }",
                "outer-world      | Object f() { return java.time.Clock.systemUTC(); }",
                "outer-world      | Object f() { return java.util.UUID.randomUUID(); }",
                "outer-world      | Object f() { return new java.util.Random(); }",
                "outer-world      | Object f() { return System.getenv(\"HOME\"); }",
                "outer-world      | void f() { System.exit(1); }",
                "standard-streams | void f() { System.out.println(1); }",
                "static-state     | static int count = 0;",
                "static-state     | static Object getInstance() { return 1; }",
                "names            | static class PlatformManager {}",
                "names            | static class Thing { static class ThingImpl {} }",
                "method-size      | void f() { LONG }",
                "file-size        | //HUGE",
                "catch-throwable  | void f() { try { g(); } catch (Throwable t) { g(); } } void g() {}",
                "catch-throwable  | void f() { try { g(); } catch (Error t) { g(); } } void g() {}",
                "empty-catch      | void f() { try { g(); } catch (RuntimeException e) { } } void g() {}",
                "unfinished       | // FIXME later",
            })
    void findsWhatBreaksARule(String rule, String code) throws Exception {
        String expanded = code.replace("LONG", "\nhashCode();".repeat(45)).replace("HUGE", "\n//".repeat(400));
        assertEquals(Set.of(rule), brokenIn(expanded));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.util.Random f() { return new java.util.Random(42); }",
                "Object f(java.time.Clock c) { return java.time.Instant.now(c); }",
                "void f() throws Exception { try (java.io.InputStream in = g()) { in.read(); } } java.io.InputStream g() { return java.io.InputStream.nullInputStream(); }",
                "void f() { try { g(); } finally { g(); } } void g() {}",
                "int f(String s) { switch (s) { case \"a\": return 1; default: return 2; } }",
                "enum Kind { A, B } int f(Kind k) { return switch (k) { case A -> 1; case B -> 2; }; }",
                "void f(Object o) { assert o != null; }",
            })
    void doesNotAccuseTheInnocent(String code) throws Exception {
        assertEquals(Set.of(), brokenIn(code));
    }

    @Test
    void findsAPackageThatForgotNull() throws Exception {
        write("main", "acme.bot.Bot", "package acme.bot; class Bot {}");
        compile();
        assertEquals(Set.of("null-marked"), broken(HouseRules.of(folder)));
    }

    @Test
    void findsASleepingTest() throws Exception {
        write(
                "test",
                "acme.bot.BotTest",
                "package acme.bot; class BotTest { void t() throws Exception { Thread.sleep(1); } }");
        assertEquals(Set.of("tests-never-sleep"), brokenIn(""));
    }

    @Test
    void anExceptionNeedsAReasonAndIsMissedWhenItIsNotNeeded() throws Exception {
        String clock = "Object f() { return java.time.Instant.now(); }";
        assertEquals(Set.of("outer-world"), brokenIn(clock));
        HouseRules rules = HouseRules.of(folder);
        assertEquals(Set.of(), broken(rules.except("outer-world acme.bot.Bot shows the time")));
        assertEquals(Set.of("outer-world", "names"), broken(rules.except("names acme.bot.Bot it is called so")));
        assertThrows(IllegalArgumentException.class, () -> rules.except("outer-world acme.bot.Bot"));
    }

    @Test
    void refusesToJudgeWhatIsNotCompiled() {
        assertThrows(IllegalStateException.class, () -> HouseRules.of(folder));
    }

    @Test
    void keepsTheKernelAndTheContractsClean() throws Exception {
        write("main", "io.hermesgateway.spi.Door", marked("spi", "public class Door { java.sql.Connection c; }"));
        compile();
        assertEquals(
                Set.of("sql-in-its-package", "spi-types", "null-marked"),
                brokenOf(HouseRules.of(folder).forSpi()));
        assertEquals(
                Set.of("sql-in-its-package", "null-marked"),
                brokenOf(HouseRules.of(folder).forConfig()));
    }

    @Test
    void keepsBundlesInTheHostHttpOutAndSlicesApart() throws Exception {
        write(
                "main",
                "io.hermesgateway.core.a.A",
                marked("core.a", "public class A { org.osgi.framework.Bundle b; io.hermesgateway.core.b.B c; }"));
        write(
                "main",
                "io.hermesgateway.core.b.B",
                marked("core.b", "public class B { java.net.http.HttpClient h; io.hermesgateway.core.a.A a; }"));
        write(
                "main",
                "io.hermesgateway.core.host.Host",
                marked("core.host", "public class Host { org.osgi.framework.Bundle b; }"));
        compile();
        assertEquals(
                Set.of("osgi-in-host", "no-http", "cycles", "null-marked"),
                brokenOf(HouseRules.of(folder).forCore()));
    }

    private static String marked(String name, String code) {
        return "package io.hermesgateway." + name + "; " + code;
    }

    /** Compiles one class Bot with this body and says which rules it breaks. */
    private Set<String> brokenIn(String body) throws Exception {
        write(
                "main",
                "acme.bot.package-info",
                "@NullMarked package acme.bot; import " + NullMarked.class.getName() + ";");
        write("main", "acme.bot.Bot", "package acme.bot; class Bot {\n" + body + "\n}");
        compile();
        return broken(HouseRules.of(folder));
    }

    private static Set<String> broken(HouseRules rules) {
        return brokenOf(rules.forPlugin("acme.bot"));
    }

    private static Set<String> brokenOf(Stream<DynamicTest> tests) {
        Set<String> broken = new TreeSet<>();
        tests.forEach(test -> {
            try {
                test.getExecutable().execute();
            } catch (AssertionError wrong) {
                assertTrue(String.valueOf(wrong.getMessage()).startsWith(test.getDisplayName()));
                broken.add(test.getDisplayName());
            } catch (Throwable unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        return broken;
    }

    private void write(String kind, String name, String code) throws IOException {
        Path file = folder.resolve("src").resolve(kind).resolve("java").resolve(name.replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, code);
    }

    /** Against the class path of this test and two classes that stand for what a plugin must not touch. */
    private void compile() throws IOException {
        Path foreign = folder.resolve("foreign");
        Path bundle = foreign.resolve("Bundle.java");
        Path other = foreign.resolve("Other.java");
        Files.createDirectories(foreign);
        Files.writeString(bundle, "package org.osgi.framework; public interface Bundle {}");
        Files.writeString(other, "package io.hermesgateway.other; public class Other {}");
        javac(foreign.resolve("classes"), List.of(bundle, other), foreign);
        try (Stream<Path> walk = Files.walk(folder.resolve("src/main/java"))) {
            List<Path> sources =
                    walk.filter(path -> path.toString().endsWith(".java")).toList();
            javac(folder.resolve("target/classes"), sources, foreign.resolve("classes"));
        }
    }

    private static void javac(Path output, List<Path> sources, Path more) {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", output.toString()));
        arguments.add("-cp");
        arguments.add(System.getProperty("java.class.path") + File.pathSeparator + more);
        sources.forEach(source -> arguments.add(source.toString()));
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertEquals(0, exit, "the sample module compiles");
    }
}
