package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class OwnerTest {
    @TempDir
    Path home;

    @Test
    void aProcessIdThatIsUsedAgainIsNobody() throws IOException {
        long self = ProcessHandle.current().pid();
        Files.writeString(home.resolve("gateway.pid"), "{\"pid\":" + self + ",\"start_time\":12}");
        assertTrue(Owner.of(home).isEmpty());
        Files.writeString(home.resolve("gateway.pid"), "{\"pid\":" + self + ",\"control\":\"/x/control.sock\"}");
        assertEquals(Path.of("/x/control.sock"), Owner.of(home).orElseThrow().control());
        assertFalse(new Owner(self, 12, home).lives());
    }

    /** A launcher that ends at once, as one does whose home belongs to somebody else. */
    @Test
    void tellsWhyAStartEnded() throws IOException {
        Path bin = Files.createDirectories(home.resolve("dist/bin"));
        Files.writeString(bin.resolve("hermes"), "#!/bin/sh\necho \"the home is taken: $*\" >&2\nexit 78\n");
        Files.setPosixFilePermissions(bin.resolve("hermes"), PosixFilePermissions.fromString("rwx------"));
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        java.io.PrintStream to = new java.io.PrintStream(err, true, java.nio.charset.StandardCharsets.UTF_8);
        Shell shell =
                new Shell(java.io.InputStream.nullInputStream(), to, to, Map.of(), home, home.resolve("dist"), false);
        assertEquals(78, Main.run(shell, "gateway", "start"));
        String said = err.toString(java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(said.contains("the home is taken: gateway run --home " + home), said);
        assertTrue(said.contains("exit code 78"), said);
    }

    @Test
    void asksAGatewayToStopAndWaitsForItsEnd() throws Exception {
        Process gateway = new ProcessBuilder("sleep", "600").start();
        try (Bench bench = new Bench(home)) {
            bench.serve();
            Files.writeString(
                    home.resolve("gateway.pid"),
                    "{\"pid\":" + gateway.pid() + ",\"control\":\"" + home.resolve("control.sock") + "\"}");
            Thread ends = new Thread(() -> {
                while (bench.control.asked().isEmpty()) {
                    Thread.onSpinWait();
                }
                gateway.destroy();
            });
            ends.start();
            Bench.Run run = bench.run("gateway", "stop");
            assertEquals(0, run.exit(), run.err());
            ends.join();
            assertTrue(gateway.waitFor(60, TimeUnit.SECONDS));
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void asksOneThatDoesNotListenByASignal() throws Exception {
        Process gateway = new ProcessBuilder("sleep", "600").start();
        try (Bench bench = new Bench(home)) {
            Files.writeString(home.resolve("gateway.pid"), "{\"pid\":" + gateway.pid() + "}");
            Bench.Run run = bench.run("gateway", "stop");
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("by a signal"), run.err());
            assertTrue(gateway.waitFor(60, TimeUnit.SECONDS));
        } finally {
            gateway.destroyForcibly();
        }
    }
}
