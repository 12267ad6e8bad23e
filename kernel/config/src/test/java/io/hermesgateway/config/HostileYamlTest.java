package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.KernelError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileYamlTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
    }

    private String fatal() {
        FatalConfig e = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(FatalConfig.class, () -> home.load()));
        assertEquals(KernelError.BAD_SETTING, e.code());
        assertEquals(e.getMessage(), e.problem().text());
        return e.problem().text();
    }

    @Test
    void namesLineOfBrokenYamlWithoutQuotingIt() {
        home.yaml("a: 1\npassword: \"hunter2\n");
        assertTrue(fatal().startsWith("config.yaml:3: is not valid YAML here"), fatal());
        home.yaml("a: 1\ntoken: *hunter2\n");
        assertEquals("config.yaml:2: a value that begins with a special character must be in quotes", fatal());
        home.yaml("a: 1\ntoken: @hunter2\n");
        assertEquals("config.yaml:2: a value that begins with a special character must be in quotes", fatal());
        home.yaml("a: b: hunter2\n");
        assertFalse(fatal().contains("hunter2"));
        home.yaml("a: [hunter2\n");
        assertFalse(fatal().contains("hunter2"));
        home.yaml("a: 1\n---\nb: 2\n");
        assertTrue(fatal().startsWith("config.yaml:2: is not valid YAML here"), fatal());
    }

    @Test
    void namesATab() {
        home.yaml("gateway:\n\tport: 1\n");
        assertEquals("config.yaml:2: a tab stands where YAML wants spaces", fatal());
    }

    @Test
    void namesACharacterThatYamlDoesNotAllow() {
        home.yaml("# \uD83D\uDE00\na: 1\nb: x\u0000y\n");
        assertEquals("config.yaml:3: contains the character U+0000, which YAML does not allow", fatal());
    }

    @Test
    void namesTheLineThatIsNotUtf8() {
        home.write("config.yaml", "a: 1\nb: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("config.yaml:2: is not UTF-8 here; save the file as UTF-8", fatal());
        home.write("config.yaml", "a: 1\n".getBytes(StandardCharsets.UTF_16));
        assertEquals("config.yaml:1: is not UTF-8 here; save the file as UTF-8", fatal());
    }

    @Test
    void refusesWhatIsNoSection() {
        home.yaml("- a\n- b\n");
        assertEquals("config.yaml:1: must consist of 'key: value' lines", fatal());
        home.yaml("just words\n");
        assertEquals("config.yaml:1: must consist of 'key: value' lines", fatal());
    }

    @Test
    void acceptsEmptyFilesCommentsAndAByteOrderMark() {
        for (String text : List.of("", "\n\n", "# nothing\n", "~\n", "---\n", "{}\n")) {
            home.yaml(text);
            assertEquals(List.of(), home.problems());
        }
        home.yaml("\uFEFFgateway: { port: 5 }\r\n");
        assertEquals(5L, home.load().kernel().get(KernelSettings.PORT));
    }

    @Test
    void stopsABillionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ",").repeat(9)).append("x]\n");
        }
        home.yaml(text.toString());
        assertTrue(fatal().contains("repeats itself too often"), fatal());
    }

    @Test
    void stopsAFewLaughsThatStayUnderTheParsersLimit() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ",").repeat(5)).append("x]\n");
        }
        home.yaml(text.toString());
        assertTrue(fatal().contains("too many values"), fatal());
    }

    @Test
    void stopsAnAliasThatContainsItself() {
        home.yaml("a: &a [*a]\n");
        assertTrue(fatal().contains("contains itself"), fatal());
        home.yaml("a: &a { b: *a }\n");
        assertTrue(fatal().contains("contains itself"), fatal());
        for (String merged : List.of("*a", "[*a, *a, *a, *a]")) {
            home.yaml("a: &a { <<: " + merged + ", b: 1 }\n");
            assertTrue(fatal().contains("contains itself"), fatal());
        }
    }

    @Test
    void stopsNesting() {
        home.yaml("a: " + "[".repeat(100_000) + "]".repeat(100_000) + "\n");
        assertTrue(fatal().contains("nested too deeply"), fatal());
        home.yaml("a: " + "{b: ".repeat(100_000) + "}".repeat(100_000) + "\n");
        assertTrue(fatal().contains("nested too deeply"), fatal());
        home.yaml("- ".repeat(100_000) + "\n");
        assertTrue(fatal().contains("nested too deeply"), fatal());
    }

    @Test
    void refusesAFileThatIsNoConfiguration() {
        home.write("config.yaml", new byte[50 << 20]);
        assertEquals("config.yaml: is larger than 1 MiB, which is no configuration; was it mixed up?", fatal());
    }

    @Test
    void answersAFileFullOfUnknownKeysInTime() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 15_000; i++) {
            text.append("unknown_key_").append(i).append(": ").append(i).append('\n');
        }
        home.yaml(text.toString());
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertEquals(15_000, home.problems().size()));
    }

    @Test
    void shortensAndCleansKeysInItsAnswers() {
        home.yaml("\"bad\\nkey\": 1\n" + "k".repeat(900) + ": 1\n");
        List<String> problems = home.problems();
        assertEquals("config.yaml:1: bad?key: unknown key", problems.get(0));
        assertTrue(problems.get(1).length() < 300);
    }

    @Test
    void runsNoTags() {
        home.yaml("gateway:\n  host: !!javax.script.ScriptEngineManager [x]\n");
        assertTrue(fatal().startsWith("config.yaml:2: "), fatal());
        home.yaml("gateway:\n  host: !mine x\n  port: !!int '5'\n");
        assertEquals("x", home.load().kernel().get(KernelSettings.HOST));
        assertEquals(5L, home.load().kernel().get(KernelSettings.PORT));
    }

    @Test
    void reportsAKeyThatIsNoWord() {
        home.yaml("gateway:\n  ? [a, b]\n  : 1\n  port: 5\n");
        assertEquals(List.of("config.yaml:2: gateway: a key must be a single word"), home.problems());
    }

    @Test
    void saysThatAFolderOrALockedFileCannotBeRead() throws Exception {
        Files.createDirectory(folder.resolve("config.yaml"));
        assertTrue(fatal().startsWith("config.yaml: cannot be read"), fatal());
        Files.delete(folder.resolve("config.yaml"));
        home.yaml("a: 1\n");
        Files.setPosixFilePermissions(folder.resolve("config.yaml"), PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(folder.resolve("config.yaml")));
        assertEquals("config.yaml: cannot be read: check its owner and mode", fatal());
    }

    @Test
    void servesWithoutADotEnvThatCannotBeRead() {
        home.write(".env", new byte[] {'A', '=', (byte) 0xff, '\n'});
        assertEquals(List.of(".env:1: is not UTF-8 here; save the file as UTF-8"), home.problems());
        assertTrue(home.load().check(Home.SPECS).get(0).isError());
    }
}
