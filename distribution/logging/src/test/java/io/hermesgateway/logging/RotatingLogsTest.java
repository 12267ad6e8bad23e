package io.hermesgateway.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.LogFiles;
import io.hermesgateway.core.LogFiles.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RotatingLogsTest {
    private static final Logger LOG = LoggerFactory.getLogger("test");

    @TempDir
    Path home;

    private final LogFiles logs = ServiceLoader.load(LogFiles.class).findFirst().orElseThrow();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void keepsSecretsOutOfMessagesTracesAndTaps() throws IOException {
        List<LogLine> seen = new ArrayList<>();
        logs.open(home.resolve("logs"), text -> text.replace("hunter2", "••••"));
        logs.tap(seen::add);
        LOG.warn("the key is hunter2", new IllegalStateException("with hunter2"));
        String written = Files.readString(home.resolve("logs/gateway.log"));
        assertFalse(written.contains("hunter2"), written);
        assertTrue(written.contains("the key is ••••"), written);
        assertTrue(written.contains("\n\tjava.lang.IllegalStateException: with ••••"), written);
        assertEquals("the key is ••••", seen.get(0).text());
        assertEquals("WARN", seen.get(0).level());
    }

    @Test
    void aLineCannotBeForged() throws IOException {
        logs.open(home.resolve("logs"), text -> text);
        LOG.info("hello\n2026-01-01T00:00:00Z ERROR [x] y - forged");
        assertEquals(1, Files.readAllLines(home.resolve("logs/gateway.log")).size());
    }

    @Test
    void errorsStandInTheirOwnFileAndBothAreForTheOwnerOnly() throws IOException {
        logs.open(home.resolve("logs"), text -> text);
        LOG.info("all is well");
        LOG.atWarn().addKeyValue("platform", "qqbot").log("the socket broke");
        List<String> errors = Files.readAllLines(home.resolve("logs/errors.log"));
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).endsWith("test - the socket broke platform=qqbot"), errors.get(0));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(home.resolve("logs/gateway.log")));
    }
}
