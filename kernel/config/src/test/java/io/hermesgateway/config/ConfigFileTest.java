package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    @TempDir
    Path folder;

    private Home home;
    private ConfigFile file;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
        file = new ConfigFile(folder.resolve("config.yaml"));
    }

    private void edit(String before, String key, Object value, String after) {
        home.yaml(before);
        file.set(key, value);
        assertEquals(after, home.read("config.yaml"));
    }

    @Test
    void replacesAValueAndNothingElse() {
        edit(
                "# top\na: { b: 1 } # why\ngateway:\n  # the port\n  port: 8642   # default\n  host: x\n",
                "gateway.port",
                9000L,
                "# top\na: { b: 1 } # why\ngateway:\n  # the port\n  port: 9000   # default\n  host: x\n");
        edit("a: 'old' # c\n", "a", "new", "a: new # c\n");
        edit("a: 1\n", "a", "0.0.0.0", "a: 0.0.0.0\n");
        edit("a: {b: {c: 1, d: 2}}\n", "a.b.c", true, "a: {b: {c: true, d: 2}}\n");
        edit("a:\n  - 1 # one\n  - 2\n# end\nb: 1\n", "a", "x", "a: x\n# end\nb: 1\n");
        edit("a: |\n  text\n  more\nb: 1\n", "a", "x", "a: x\nb: 1\n");
        edit("'a.b': {c: 1}\n", "a\\.b.c", 2L, "'a.b': {c: 2}\n");
        edit(
                "# \uD83D\uDE00\na: '漢\uD83D\uDE00' # \uD83D\uDE00\nb: 1\n",
                "a",
                "x",
                "# \uD83D\uDE00\na: x # \uD83D\uDE00\nb: 1\n");
    }

    @Test
    void fillsAValueThatIsEmpty() {
        edit("a:   # later\nb: 1\n", "a", 5L, "a: 5   # later\nb: 1\n");
        edit("a: ~\n", "a", 5L, "a: 5\n");
        edit("gateway:\nb: 1\n", "gateway.port", 5L, "gateway: {port: 5}\nb: 1\n");
        edit("a: {b: }\n", "a.b", "x", "a: {b: x }\n");
    }

    @Test
    void addsAKeyBesideItsSiblings() {
        edit(
                "gateway:\n    host: x # h\n\n# other\nb: 1\n",
                "gateway.port",
                5L,
                "gateway:\n    host: x # h\n    port: 5\n\n# other\nb: 1\n");
        edit("gateway: { host: x }\n", "gateway.port", 5L, "gateway: { host: x, port: 5 }\n");
        edit("gateway: {}\n", "gateway.port", 5L, "gateway: {port: 5}\n");
        edit("a: 1", "b.c.d", "x", "a: 1\nb:\n  c:\n    d: x\n");
        edit("a: |\n  text\n", "b", 1L, "a: |\n  text\nb: 1\n");
        edit("a: 1\r\n", "b.c", 2L, "a: 1\r\nb:\r\n  c: 2\r\n");
        edit("a:\n- 1\n- 2\n", "b", 1L, "a:\n- 1\n- 2\nb: 1\n");
        edit("a: 1\n...\n", "b", 1L, "a: 1\nb: 1\n...\n");
    }

    @Test
    void startsAFileThatDoesNotExist() throws Exception {
        file.set("platforms.qqbot.app_id", "1");
        assertEquals("platforms:\n  qqbot:\n    app_id: \"1\"\n", home.read("config.yaml"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("config.yaml"))));
        edit("# only a comment", "a", 1L, "# only a comment\na: 1\n");
    }

    @Test
    void keepsTheModeAndTheLinkOfTheFile() throws Exception {
        Path real = Files.writeString(folder.resolve("real.yaml"), "a: 1\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(folder.resolve("config.yaml"), real);
        file.set("a", 2L);
        assertEquals("a: 2\n", Files.readString(real));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        assertTrue(Files.isSymbolicLink(folder.resolve("config.yaml")));
    }

    @Test
    void refusesAnEditThatWouldChangeMore() {
        for (String before : List.of("a: &x { b: 1 }\nc: *x\n", "a: 5\n", "a: [1]\n", "d: &d {b: 1}\na: {<<: *d}\n")) {
            home.yaml(before);
            String key = before.startsWith("a: &x") ? "c.b" : "a.b.c";
            GatewayException e = assertThrows(GatewayException.class, () -> file.set(key, 2L), before);
            assertEquals(
                    "config.yaml: " + key + " cannot be changed safely here; edit the file by hand", e.getMessage());
            assertEquals(before, home.read("config.yaml"));
        }
        home.yaml("a: [\n");
        assertThrows(FatalConfig.class, () -> file.set("b", 1L));
    }

    @Test
    void understandsWhatAPersonTyped() {
        assertEquals(9000L, ConfigFile.typed("9000"));
        assertEquals(true, ConfigFile.typed("true"));
        assertEquals(new BigDecimal("0.5"), ConfigFile.typed("0.5"));
        assertEquals(List.of("a", 1L), ConfigFile.typed("[a, 1]"));
        assertEquals(List.of(), ConfigFile.typed("[]"));
        assertEquals(Map.of("a", 1L), ConfigFile.typed("{a: 1}"));
        for (String text : List.of(
                "", "off", "0123", "a # b", "#", "a: b", "- x", "'q'", "x\ny", "[", "*a", "@x", "~", "https://x:1/")) {
            assertEquals(text, ConfigFile.typed(text), text);
        }
    }

    @Test
    void quotesWhatYamlWouldTakeForSomethingElse() {
        edit("", "a", "off", "a: \"off\"\n");
        edit("", "a", "0123", "a: \"0123\"\n");
        edit("", "a", "x: \"y\\z\" # no\r\n\t", "a: \"x: \\\"y\\\\z\\\" # no\\r\\n\\t\"\n");
        assertThrows(GatewayException.class, () -> file.set("a", "bell\u0007"));
        edit("", "a", List.of("x", 1L, Map.of("k", "v w")), "a: [x, 1, {k: \"v w\"}]\n");
    }

    @Test
    void addsGrantsWithoutTouchingTheRest() {
        String head = "# mine\ncommand_allowlist:\n  - recursive delete   # ok\n  # removed by hand\n";
        String added = "  - \"force push: \\\"all\\\"\"\nc: 1\n";
        home.yaml(head + "  - 'b'\nc: 1\n");
        assertTrue(file.add("command_allowlist", "force push: \"all\""));
        assertFalse(file.add("command_allowlist", "recursive delete"));
        assertEquals(head + "  - 'b'\n" + added, home.read("config.yaml"));
        assertTrue(file.remove("command_allowlist", "b"));
        assertFalse(file.remove("command_allowlist", "b"));
        assertEquals(head + added, home.read("config.yaml"));
    }

    @Test
    void addsToListsOfEveryForm() {
        for (String before : List.of(
                "",
                "command_allowlist:\n",
                "command_allowlist: []\n",
                "command_allowlist: [a]\n",
                "command_allowlist:\n- a\n")) {
            home.yaml(before);
            file.add("command_allowlist", "run ${X} $HOME");
            file.add("command_allowlist", "z");
            List<String> now = new ArrayList<>(home.load().kernel().get(KernelSettings.COMMAND_ALLOWLIST));
            now.remove("a");
            assertEquals(List.of("run ${X} $HOME", "z"), now, before);
            assertTrue(file.remove("command_allowlist", "run ${X} $HOME"));
            assertTrue(file.remove("command_allowlist", "z"));
            file.remove("command_allowlist", "a");
            assertEquals(List.of(), home.load().kernel().get(KernelSettings.COMMAND_ALLOWLIST), before);
            assertEquals(List.of(), home.problems(), before);
        }
    }

    @Test
    void respectsWhatAPersonRemovedMeanwhile() {
        home.yaml("command_allowlist: [a, b]\n");
        file.add("command_allowlist", "c");
        home.yaml("command_allowlist: [c]\n");
        file.add("command_allowlist", "d");
        assertEquals(List.of("c", "d"), home.load().kernel().get(KernelSettings.COMMAND_ALLOWLIST));
    }

    @Test
    void survivesManyEditsInARow() {
        Random random = new Random(42);
        home.yaml("# head\ngateway: { host: h } # flow\nproviders:\n  p:\n    model: m # block\n# tail\n");
        List<String> keys = List.of(
                "gateway.host",
                "gateway.port",
                "providers.p.model",
                "providers.q.model",
                "providers.p.name",
                "agent.kind",
                "command_allowlist",
                "model.default",
                "providers.q.models.x");
        List<Object> values =
                List.of("w", "two words", 7L, true, List.of("a", "b c"), "${V}", "", "'", "\\", "漢\uD83D\uDE00");
        for (int i = 0; i < 300; i++) {
            String key = keys.get(random.nextInt(keys.size()));
            Object value = values.get(random.nextInt(values.size()));
            file.set(key, value);
            String text = home.read("config.yaml");
            assertEquals(
                    value, new YamlReader(null, new ArrayList<>()).read(text).raw(key), text);
            assertTrue(text.startsWith("# head\n") && text.contains("# flow\n") && text.contains("# block\n"), text);
            assertTrue(text.contains("# tail\n"), text);
        }
    }
}
