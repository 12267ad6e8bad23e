package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvFileTest {
    @TempDir
    Path folder;

    private Home home;
    private EnvFile file;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
        file = new EnvFile(folder.resolve(".env"));
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        EnvFile.parse(text, new ArrayList<>()).forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    @Test
    void readsWhatPeopleWrite() {
        Map<String, String> values = parse(
                """
                # a comment
                  export A=1
                B = two words # a comment
                C='single # $X "kept" \\n'
                D="double \\"quoted\\" \\\\ tab\\there" # a comment
                E=
                F=a#b
                G="two
                lines"
                H='unclosed
                I=last
                EMPTY=''
                J=$HOME/${X}
                """);
        assertEquals(
                Map.ofEntries(
                        Map.entry("A", "1"),
                        Map.entry("B", "two words"),
                        Map.entry("C", "single # $X \"kept\" \\n"),
                        Map.entry("D", "double \"quoted\" \\ tab\there"),
                        Map.entry("E", ""),
                        Map.entry("F", "a#b"),
                        Map.entry("G", "two\nlines"),
                        Map.entry("H", "'unclosed"),
                        Map.entry("I", "last"),
                        Map.entry("EMPTY", ""),
                        Map.entry("J", "$HOME/${X}")),
                values);
    }

    @Test
    void readsCrlfAndAMissingLastNewline() {
        assertEquals(Map.of("A", "1", "B", "2 3", "C", "4"), parse("A=1\r\nB=\"2 3\"\r\n\r\nC=4"));
    }

    @Test
    void skipsAByteOrderMark() {
        home.env("\uFEFFGATEWAY_ALLOW_ALL_USERS=true\n");
        assertEquals("true", home.load().variable("GATEWAY_ALLOW_ALL_USERS").orElseThrow());
    }

    @Test
    void countsLinesAcrossQuotedValues() {
        List<EnvFile.Entry> entries = EnvFile.parse("A=\"1\n2\n3\"\n\n# x\nB=2\n", new ArrayList<>());
        assertEquals(6, entries.get(1).place().line());
    }

    @Test
    void setsAVariableWhereItStands() throws Exception {
        home.env("# keys\nA=1 # the first\nexport B='old'  # why\nA=3 # the last counts\nC=4");
        file.set("A", "new value");
        file.set("B", "b");
        file.set("D", "it's");
        assertEquals(
                "# keys\nA=1 # the first\nexport B=b  # why\nA='new value' # the last counts\nC=4\nD=\"it's\"\n",
                home.read(".env"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".env"))));
        assertEquals(1, folder.toFile().listFiles().length);
    }

    @Test
    void createsTheFileForItsOwnerOnly() throws Exception {
        file.set("A", "1");
        assertEquals("A=1\n", home.read(".env"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".env"))));
    }

    @Test
    void keepsCrlfAndLinks() throws Exception {
        Path real = Files.writeString(folder.resolve("real.env"), "A=1\r\nB=2\r\n");
        Files.createSymbolicLink(folder.resolve(".env"), real);
        file.set("C", "3");
        file.set("A", "0");
        assertEquals("A=0\r\nB=2\r\nC=3\r\n", Files.readString(real));
        assertTrue(Files.isSymbolicLink(folder.resolve(".env")));
    }

    @Test
    void refusesANameThatIsNone() {
        home.env("A=1\n");
        for (String name : List.of("", "A B", "1A", "A=B", "A\nB")) {
            GatewayException e = assertThrows(GatewayException.class, () -> file.set(name, "hunter2"), name);
            assertTrue(!String.valueOf(e.getMessage()).contains("hunter2"));
        }
        assertEquals("A=1\n", home.read(".env"));
    }

    @Test
    void bringsBackEveryValueThatWasSet() {
        Random random = new Random(20261121);
        String alphabet = "abcXYZ019 \t\r\n'\"\\#$={}`!%&;äü漢\uD83D\uDE00_./:@+,-";
        int[] points = alphabet.codePoints().toArray();
        Map<String, String> expected = new LinkedHashMap<>();
        home.env("# kept\nKEPT='as it is' # really\n");
        expected.put("KEPT", "as it is");
        for (int i = 0; i < 400; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                value.appendCodePoint(points[random.nextInt(points.length)]);
            }
            String name = "V" + random.nextInt(40);
            file.set(name, value.toString());
            expected.put(name, value.toString());
            assertEquals(expected, parse(home.read(".env")), () -> "after " + name);
        }
        assertTrue(home.read(".env").startsWith("# kept\nKEPT='as it is' # really\n"));
    }

    @Test
    void readsHostileTextInTime() {
        String big = "\"" + "\\\\".repeat(200_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertEquals(1, parse("A=" + big).size());
            assertEquals(1, parse("A=" + " ".repeat(900_000) + "x").size());
            parse(" ".repeat(900_000));
            parse(("A='" + "\n").repeat(1000));
            parse("A=\"" + "\\x".repeat(300) + "\"");
            parse("'\"".repeat(200_000));
        });
    }
}
