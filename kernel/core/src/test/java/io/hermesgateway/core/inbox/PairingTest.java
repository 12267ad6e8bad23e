package io.hermesgateway.core.inbox;

import static io.hermesgateway.core.inbox.InboxBench.ANN;
import static io.hermesgateway.core.inbox.InboxBench.EVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {
    @TempDir
    Path home;

    private final ManualClock clock = new ManualClock();
    private Pairing pairing;
    private Path folder;

    @BeforeEach
    void open() {
        pairing = new Pairing(home, clock, new RandomIds(new Random(3)));
        folder = home.resolve("platforms/pairing");
    }

    private KernelError refusal(String code) {
        return (KernelError) assertThrows(GatewayException.class, () -> pairing.approve("test", code))
                .code();
    }

    @Test
    void aCodeLetsItsOwnerInOnThatPlatformAlone() {
        String code = pairing.request("test", EVE).orElseThrow();
        assertTrue(code.matches("[A-HJ-NP-Z2-9]{8}"), code);
        assertFalse(pairing.approved("test", EVE));
        assertEquals(
                "eve",
                pairing.approve("test", " " + code.toLowerCase(Locale.ROOT)).userId());
        assertTrue(pairing.approved("test", EVE));
        assertFalse(pairing.approved("other", EVE));
        assertEquals(KernelError.NOT_FOUND, refusal(code), "a code is good once");
    }

    @Test
    void theFilesAreForTheOwnerAloneAndHoldNoCode() throws IOException {
        String code = pairing.request("test", EVE).orElseThrow();
        for (String name : List.of("test-pending.json", "_rate_limits.json")) {
            Path file = folder.resolve(name);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertFalse(Files.readString(file).contains(code));
        }
        pairing.approve("test", code);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("test-approved.json"))));
    }

    @Test
    void aCodeIsGoodForAnHour() {
        String code = pairing.request("test", EVE).orElseThrow();
        clock.advance(Duration.ofMinutes(59));
        assertEquals(1, pairing.list().size());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), pairing.list());
        assertEquals(KernelError.NOT_FOUND, refusal(code));
    }

    @Test
    void onePersonAsksOnceInTenMinutes() {
        assertTrue(pairing.request("test", EVE).isPresent());
        clock.advance(Duration.ofMinutes(9));
        assertTrue(pairing.request("test", EVE).isEmpty());
        assertTrue(pairing.request("other", EVE).isPresent());
        clock.advance(Duration.ofMinutes(1));
        assertTrue(pairing.request("test", EVE).isPresent());
    }

    @Test
    void threeRequestsArePendingAtMost() {
        for (String id : List.of("a", "b", "c")) {
            assertTrue(pairing.request("test", Sender.of("test", id, null)).isPresent());
        }
        assertTrue(pairing.request("test", EVE).isEmpty());
        clock.advance(Duration.ofHours(1));
        assertTrue(pairing.request("test", EVE).isPresent());
    }

    @Test
    void fiveWrongCodesLockForAnHour() {
        String code = pairing.request("test", EVE).orElseThrow();
        for (int i = 0; i < 4; i++) {
            assertEquals(KernelError.NOT_FOUND, refusal("WRONG" + i));
        }
        assertEquals("eve", pairing.approve("test", code).userId());
        String second = pairing.request("test", ANN).orElseThrow();
        for (int i = 0; i < 5; i++) {
            assertEquals(KernelError.NOT_FOUND, refusal("WRONG" + i), "a success begins the count anew");
        }
        assertEquals(KernelError.NOT_ALLOWED, refusal(second));
        clock.advance(Duration.ofMinutes(30));
        assertTrue(pairing.request("test", Sender.of("test", "x", null)).isEmpty());
        clock.advance(Duration.ofMinutes(30));
        assertTrue(pairing.request("test", Sender.of("test", "x", null)).isPresent());
    }

    @Test
    void revokingTakesAccessAndRequestsBack() {
        pairing.approve("test", pairing.request("test", EVE).orElseThrow());
        pairing.request("test", ANN);
        assertTrue(pairing.revoke("test", "eve"));
        assertTrue(pairing.revoke("test", "ann"));
        assertFalse(pairing.revoke("test", "eve"));
        assertFalse(pairing.approved("test", EVE));
        assertEquals(List.of(), pairing.list());
    }

    @Test
    void whatSomebodyElseWritesCountsAtOnce() throws IOException {
        assertFalse(pairing.approved("test", EVE));
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("test-approved.json"),
                "{\"eve\": {\"user_name\": \"Eve\", \"approved_at\": 1700000000.5}}");
        assertTrue(pairing.approved("test", EVE));
        assertTrue(pairing.approved("test", new Sender("test", "new-id", "eve", null, false)));
        Pairing.Person eve = pairing.list().get(0);
        assertEquals("Eve approved 2023-11-14T22:13:20.500Z", eve.name() + " " + eve.state() + " " + eve.since());
    }

    @Test
    void theOlderFolderAndFormatCountAndAreTakenOver() throws IOException {
        Path older = Files.createDirectories(home.resolve("pairing"));
        Files.writeString(older.resolve("test-approved.json"), "\uFEFF[\"ann\"]");
        Files.writeString(
                older.resolve("test-pending.json"),
                "{\"ABCD2345\": {\"user_id\": \"eve\", \"user_name\": \"Eve\", \"created_at\": "
                        + clock.instant().getEpochSecond() + "}}");
        assertTrue(pairing.approved("test", ANN));
        assertEquals("eve", pairing.approve("test", "abcd2345").userId());
        assertTrue(pairing.approved("test", ANN));
        assertTrue(pairing.approved("test", EVE));
        assertFalse(Files.exists(older.resolve("test-approved.json")));
        assertTrue(pairing.revoke("test", "ann"));
        assertFalse(pairing.approved("test", ANN));
    }

    @Test
    void aFileThatCannotBeReadLetsNobodyInAndIsNotOverwritten() throws IOException {
        Files.createDirectories(folder);
        Path approved = folder.resolve("test-approved.json");
        Files.writeString(approved, "{\"eve\": ");
        assertFalse(pairing.approved("test", EVE));
        Files.writeString(folder.resolve("test-pending.json"), "{broken");
        assertTrue(pairing.request("test", EVE).isEmpty());
        assertThrows(java.io.UncheckedIOException.class, () -> pairing.revoke("test", "eve"));
        assertEquals("{\"eve\": ", Files.readString(approved));
        assertEquals("{broken", Files.readString(folder.resolve("test-pending.json")));
    }
}
