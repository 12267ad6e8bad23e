package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static List<Rows.Component> store(String detail) {
        return List.of(new Rows.Component("journal", "ok", ""), new Rows.Component("store", "ok", detail));
    }

    @Test
    void showsHowFarTheHistoryIsThatIsCopiedToAnotherKindOfStore() throws IOException {
        try (Bench served = new Bench(home).serve().atTerminal()) {
            served.control
                    .components(store("sqlite"))
                    .components(store("The store 'jsonl' is not running. 'sqlite' answers meanwhile."))
                    .components(store("jsonl: copying history, 40 %, 12500 facts left"))
                    .components(store("jsonl: copying history, 90 %, 1500 facts left"))
                    .components(store("jsonl"));
            Run run = served.run("config", "set", "store.kind", "jsonl");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("[############------------------] 40 %, 12500 facts left"), run.err());
            assertTrue(run.err().contains("[##############################] 100 %, 0 facts left"), run.err());
            assertEquals("jsonl\n", served.run("config", "get", "store.kind").out());
        }
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

    @Test
    void keepsCommentsAndRefusesWhatIsNotPlain() throws IOException {
        Files.writeString(file, "# ours\ngateway: &g { port: 1 } # why\nmodel:\n  default: x\n");
        assertEquals(
                0, bench.run("config", "set", "model.default", "gpt-4o-mini").exit());
        assertEquals("# ours\ngateway: &g { port: 1 } # why\nmodel:\n  default: gpt-4o-mini\n", Files.readString(file));
        assertEquals(1, bench.run("config", "set", "model.default.deeper", "1").exit());
        Files.writeString(file, "gateway: [\n");
        assertEquals(78, bench.run("config", "set", "gateway.port", "1").exit());
        assertEquals("gateway: [\n", Files.readString(file));
    }
}
