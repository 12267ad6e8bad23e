package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandsTest {
    @TempDir
    Path home;

    private Bench bench;
    private Path file;

    @BeforeEach
    void open() {
        bench = new Bench(home);
        file = home.resolve("config.yaml");
    }

    @Test
    void showsWhatIsSetAndWhere() throws IOException {
        Files.writeString(file, "gateway:\n  port: 9001\nplatforms:\n  telegram: { token: '1234567:secret-secret' }\n");
        String shown = bench.run("config", "show").out();
        assertTrue(shown.contains("gateway.port") && shown.contains("9001") && shown.contains("config.yaml:2"), shown);
        assertFalse(shown.contains("secret-secret"), shown);
        assertEquals("9001\n", bench.run("config", "get", "gateway.port").out());
        assertEquals("127.0.0.1\n", bench.run("config", "get", "gateway.host").out());
        assertEquals(1, bench.run("config", "get", "gateway.portt").exit());
        assertEquals(file + "\n", bench.run("config", "path").out());
        Row row =
                Row.list(Json.read(bench.run("config", "show", "--json").out())).get(0);
        assertEquals("gateway.port", row.text("key"));
    }

    @Test
    void namesFileLineAndKeyOfWhatIsWrong() throws IOException {
        assertEquals(0, bench.run("config", "check").exit());
        Files.writeString(file, "gateway:\n  prt: 9001\n");
        Run run = bench.run("config", "check");
        assertEquals(1, run.exit());
        assertTrue(run.out().startsWith("config.yaml:2: gateway.prt: unknown key"), run.out());
        Row row = Row.list(Json.read(bench.run("config", "check", "--json").out()))
                .get(0);
        assertEquals(2, row.number("line"));
        Files.writeString(file, "gateway: [\n");
        assertEquals(78, bench.run("config", "check").exit());
    }

    @Test
    void setsAValueAndKeepsTheRest() throws IOException {
        assertEquals(0, bench.run("config", "set", "gateway.port", "9001").exit());
        assertEquals("gateway:\n  port: 9001\n", Files.readString(file));
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        bench.run("config", "set", "gateway.host", "0.0.0.0");
        assertEquals("gateway:\n  port: 9001\n  host: 0.0.0.0\n", Files.readString(file));
        assertEquals(PosixFilePermissions.fromString("rw-r--r--"), Files.getPosixFilePermissions(file));
    }

    @Test
    void refusesAValueThatWouldBeAnError() throws IOException {
        Files.writeString(file, "gateway:\n  port: 9001 # ours\n");
        Run run = bench.run("config", "set", "gateway.port", "many");
        assertEquals(1, run.exit());
        assertTrue(run.err().contains("gateway.port: must be a whole number"), run.err());
        Run unknown = bench.run("config", "set", "gateway.prt", "1");
        assertTrue(unknown.err().contains("did you mean"), unknown.err());
        assertEquals("gateway:\n  port: 9001 # ours\n", Files.readString(file));
        assertEquals(1, bench.run("config", "set", "gateway", "1").exit());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "`` => a.b => `a:\n  b: V\n`",
                "`# only words` => a => `# only words\na: V\n`",
                "`a: 1` => a => `a: V`",
                "`a: 1 # why\nb: 2\n` => a => `a: V # why\nb: 2\n`",
                "`a: 1` => b => `a: 1\nb: V\n`",
                "`a:\n    b: 1 # x\n\n# about c\nc: 3\n` => a.d => `a:\n    b: 1 # x\n    d: V\n\n# about c\nc: 3\n`",
                "`a: { b: 1 }\n` => a.c => `a: { b: 1, c: V}\n`",
                "`a: { b: 1 }\n` => a.b => `a: { b: V }\n`",
                "`a: {}\n` => a.b.c => `a: {b: {c: V}}\n`",
                "`a:\nb: 2\n` => a => `a: V\nb: 2\n`",
                "`a:\nb: 2\n` => a.c => `a: {c: V}\nb: 2\n`",
                "`a:\n  - 1\n  - 2\n` => b => `a:\n  - 1\n  - 2\nb: V\n`",
                "`a: |\n  text\n  more\n` => b => `a: |\n  text\n  more\nb: V\n`",
                "`n: 😀 # 😀\na: 'x'\n` => a => `n: 😀 # 😀\na: V\n`"
            })
    void changesNothingElse(String before, String path, String after) {
        assertEquals(after, YamlEdit.set(before, List.of(path.split("\\.")), "V"));
    }

    @Test
    void refusesToReplaceASectionByAValue() {
        assertThrows(IllegalArgumentException.class, () -> YamlEdit.set("a:\n  b: 1\n", List.of("a"), "V"));
        assertThrows(IllegalArgumentException.class, () -> YamlEdit.set("a: 1\n", List.of("a", "b"), "V"));
    }

    @ParameterizedTest
    @CsvSource({
        "9001,9001",
        "true,true",
        "gpt-4o-mini,gpt-4o-mini",
        "https://host:8/x,https://host:8/x",
        "no,`\"no\"`",
        "null,`\"null\"`",
        "a: b,`\"a: b\"`",
        "# x,`\"# x\"`",
        "两个,`\"两个\"`"
    })
    void quotesWhatYamlWouldRead(String value, String expected) {
        assertEquals(expected.replace("`", ""), YamlEdit.literal(value));
    }
}
