package io.hermesgateway.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hermesgateway.spi.error.GatewayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeGateTest {
    @TempDir
    Path home;

    private Path database(int mark, int pageSize) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4096);
        header.put("SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) pageSize);
        header.put(21, (byte) 64).put(22, (byte) 32).put(23, (byte) 32).putInt(68, mark);
        return Files.write(home.resolve("state.db"), header.array());
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws IOException {
        Path foreign = database(0, 4096);
        byte[] before = Files.readAllBytes(foreign);
        assertThrows(GatewayException.class, () -> HomeGate.enter(home));
        assertArrayEquals(before, Files.readAllBytes(foreign));
    }

    @Test
    void whatCameOverOurDatabaseWhileItWasInUseIsDamage() throws IOException {
        database(0, 4096);
        Path data = Files.createDirectories(home.resolve("plugin-data/store-sqlite"));
        Files.writeString(data.resolve("state.db.mark"), "open 1");
        assertDoesNotThrow(() -> HomeGate.enter(home));
        Files.writeString(data.resolve("state.db.mark"), "closed 1");
        assertThrows(GatewayException.class, () -> HomeGate.enter(home));
    }

    @Test
    void oursIsLetIn() throws IOException {
        database(HomeGate.APPLICATION_ID, 4096);
        assertDoesNotThrow(() -> HomeGate.enter(home));
    }

    @Test
    void aDamagedHeaderIsNotTakenForAnotherProgram() throws IOException {
        database(HomeGate.APPLICATION_ID ^ 0x0100_0080, 4096);
        assertDoesNotThrow(() -> HomeGate.enter(home));
        database(0, 0);
        assertDoesNotThrow(() -> HomeGate.enter(home));
        Files.writeString(home.resolve("state.db"), "SQLite format 3\0");
        assertDoesNotThrow(() -> HomeGate.enter(home));
    }
}
