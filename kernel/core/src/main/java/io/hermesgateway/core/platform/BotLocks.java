package io.hermesgateway.core.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.platform.PlatformFactory.Bot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway of a machine serves a bot. The lock is a file that names a living process, in the form that other gateways
 * of this kind understand; one whose process is gone is taken over.
 */
public final class BotLocks {
    private static final Logger LOG = LoggerFactory.getLogger(BotLocks.class);

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final Path home;
    private final InstantSource clock;
    private final long pid = ProcessHandle.current().pid();
    private final Map<Path, String> held = new HashMap<>();

    public BotLocks(Path folder, Path home, InstantSource clock) {
        this.folder = folder;
        this.home = home;
        this.clock = clock;
    }

    /** Where a machine keeps these files, by the variables of the process. */
    public static Path folder(Map<String, String> variables, Path userHome) {
        String own = variables.getOrDefault("HERMES_GATEWAY_LOCK_DIR", "");
        String state = variables.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isBlank() ? userHome.resolve(".local/state") : Path.of(state);
        return own.isBlank() ? base.resolve("hermes/gateway-locks") : Path.of(own);
    }

    /** Takes the lock, or renews it; otherwise says who has it. Without a place for locks there is nobody to ask. */
    synchronized Optional<String> take(Bot bot, String account) {
        Path file = file(bot);
        String other = held.getOrDefault(file, account);
        if (!other.equals(account)) {
            return Optional.of("the same bot is already served here, as " + other);
        }
        if (held.containsKey(file) && isUs(read(file))) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
            for (int attempt = 0; attempt < 3; attempt++) {
                if (create(file, bot, account)) {
                    held.put(file, account);
                    return Optional.empty();
                }
                JsonNode owner = read(file);
                if (isAlive(owner) && !isUs(owner)) {
                    held.remove(file);
                    return Optional.of(words(owner));
                }
                setAside(file, owner);
            }
            return Optional.of("another gateway is just taking this bot");
        } catch (IOException unusable) {
            LOG.warn("{} cannot be used, so other gateways of this machine are not asked", folder, unusable);
            return Optional.empty();
        }
    }

    synchronized void release(Bot bot, String account) {
        Path file = file(bot);
        if (held.remove(file, account)) {
            try {
                if (isUs(read(file))) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException stays) {
                LOG.warn("{} could not be removed; it ends with this process", file, stays);
            }
        }
    }

    /** A link appears with its whole content or not at all. */
    private boolean create(Path file, Bot bot, String account) throws IOException {
        ObjectNode record = json.createObjectNode()
                .put("pid", pid)
                .put("kind", "hermes-gateway")
                .put("start_time", startTime(pid))
                .put("hermes_home", home.toString())
                .put("scope", bot.scope())
                .put("identity_hash", hash(bot))
                .put("updated_at", clock.instant().toString());
        record.putArray("argv").add("hermes-gateway");
        record.putObject("metadata").put("platform", account);
        Path fresh = Files.createTempFile(folder, ".fresh", ".lock");
        try {
            Files.write(fresh, json.writeValueAsBytes(record));
            Files.createLink(file, fresh);
            return true;
        } catch (FileAlreadyExistsException taken) {
            LOG.trace("{} is there", taken.getFile());
            return false;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Somebody else may have done the same a moment ago: what is moved away must still be what was judged. */
    private void setAside(Path file, JsonNode judged) throws IOException {
        Path aside = file.resolveSibling("." + file.getFileName() + "." + pid);
        try {
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            if (!read(aside).equals(judged)) {
                Files.createLink(file, aside);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException meanwhile) {
            LOG.trace("{} has changed meanwhile", meanwhile.getFile());
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private JsonNode read(Path file) {
        try {
            return json.readTree(Files.readAllBytes(file));
        } catch (IOException notOurs) {
            LOG.debug("{} is no lock", file, notOurs);
            return json.missingNode();
        }
    }

    private boolean isUs(JsonNode owner) {
        return owner.path("pid").asLong() == pid
                && owner.path("start_time").asLong() == startTime(pid)
                && owner.path("hermes_home").asText(home.toString()).equals(home.toString());
    }

    private static boolean isAlive(JsonNode owner) {
        long process = owner.path("pid").asLong();
        long started = owner.path("start_time").asLong();
        return process > 0
                && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)
                && (started == 0 || startTime(process) == 0 || started == startTime(process));
    }

    /** The 22nd field of the kernel's line about a process; zero where there is none. */
    private static long startTime(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        } catch (IOException elsewhere) {
            return 0;
        }
    }

    private static String words(JsonNode owner) {
        String where = owner.path("hermes_home").asText("another home");
        return "the gateway of " + where + " (process " + owner.path("pid").asLong() + ") serves this bot";
    }

    private Path file(Bot bot) {
        return folder.resolve(bot.scope() + "-" + hash(bot) + ".lock");
    }

    private static String hash(Bot bot) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(bot.credential().reveal().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
