package io.hermesgateway.core.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.platform.PlatformFactory.Bot;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BotLocksTest {
    private static final Bot BOT = new Bot("telegram-bot-token", new Secret("123456:abcdef"));

    @TempDir
    Path folder;

    private BotLocks locksOf(String home) {
        return new BotLocks(folder, Path.of(home), new ManualClock());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void theFileIsOneThatOtherGatewaysUnderstand() throws IOException {
        assertEquals(Optional.empty(), locksOf("/home/one").take(BOT, "telegram"));
        Path file = files().get(0);
        assertEquals(
                "telegram-bot-token-" + sha256("123456:abcdef").substring(0, 16) + ".lock",
                file.getFileName().toString());
        String text = Files.readString(file);
        JsonNode record = new ObjectMapper().readTree(text);
        assertEquals(ProcessHandle.current().pid(), record.get("pid").asLong());
        assertEquals("hermes-gateway", record.get("kind").asText());
        assertEquals("/home/one", record.get("hermes_home").asText());
        assertFalse(text.contains("abcdef"));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    @Test
    void takingItAgainRenewsAndReleasingRemoves() throws IOException {
        BotLocks locks = locksOf("/home/one");
        locks.take(BOT, "telegram");
        assertEquals(Optional.empty(), locks.take(BOT, "telegram"));
        locks.release(BOT, "telegram.other");
        assertEquals(1, files().size());
        locks.release(BOT, "telegram");
        assertEquals(List.of(), files());
    }

    @Test
    void aLivingOwnerKeepsItAndIsNamed() {
        locksOf("/home/one").take(BOT, "telegram");
        BotLocks other = locksOf("/home/two");
        String words = other.take(BOT, "telegram").orElseThrow();
        assertTrue(words.contains("/home/one") && words.contains("process"), words);
        other.release(BOT, "telegram");
        assertTrue(other.take(BOT, "telegram").isPresent(), "what is not held is not released");
    }

    @Test
    void aDeadOwnerAReusedProcessIdAndAnUnreadableFileAreTakenOver() throws IOException {
        locksOf("/home/one").take(BOT, "telegram");
        Path file = files().get(0);
        long pid = ProcessHandle.current().pid();
        for (String left : List.of(
                "{\"pid\": 99999999, \"start_time\": 5}",
                "{\"pid\": " + pid + ", \"start_time\": 5, \"hermes_home\": \"/home/two\"}",
                "not json",
                "")) {
            Files.writeString(file, left);
            assertEquals(Optional.empty(), locksOf("/home/three").take(BOT, "telegram"), left);
            assertTrue(Files.readString(file).contains("/home/three"));
            assertEquals(1, files().size());
        }
    }

    @Test
    void aLockThatSomebodyElseTookIsLost() throws IOException {
        BotLocks locks = locksOf("/home/one");
        locks.take(BOT, "telegram");
        Files.delete(files().get(0));
        assertEquals(Optional.empty(), locksOf("/home/two").take(BOT, "telegram"));
        assertTrue(locks.take(BOT, "telegram").orElseThrow().contains("/home/two"));
        locks.release(BOT, "telegram");
        assertEquals(1, files().size(), "it is not ours to remove");
    }

    @Test
    void theFolderIsWhereTheMachineKeepsThem() {
        Path user = Path.of("/home/me");
        assertEquals(Path.of("/home/me/.local/state/hermes/gateway-locks"), BotLocks.folder(Map.of(), user));
        Map<String, String> state = Map.of("XDG_STATE_HOME", "/state");
        assertEquals(Path.of("/state/hermes/gateway-locks"), BotLocks.folder(state, user));
        Map<String, String> own = Map.of("XDG_STATE_HOME", "/state", "HERMES_GATEWAY_LOCK_DIR", "/locks");
        assertEquals(Path.of("/locks"), BotLocks.folder(own, user));
    }

    @Test
    void withoutAPlaceForLocksTheBotIsServedAllTheSame() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "x").resolve("below");
        BotLocks none = new BotLocks(blocked, Path.of("/home/one"), new ManualClock());
        assertEquals(Optional.empty(), none.take(BOT, "telegram"));
    }
}
