package io.hermesgateway.tools.files;

import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which files an agent may touch. Writing is judged by the same guard as a shell command that would write there, so an
 * agent gains nothing by taking another tool; both the path as it was given and the place where links lead count. What
 * the gateway itself lives on is out of reach: its keys are not read, its records are not written.
 */
final class Reach {
    /** What of the gateway's home an agent may work in; everything else there is the gateway's own. */
    private static final Set<String> OPEN =
            Set.of("workspaces", "skills", "memories", "scripts", "SOUL.md", "AGENTS.md");

    private static final Set<String> SECRET = Set.of(".env", "auth.json", "platforms", "journal");

    /** As many as the system follows; more are a circle. */
    private static final int MOST_LINKS = 40;

    private final Path gatewayHome;
    private final Path userHome;
    private final Supplier<Optional<CommandGuard>> guard;

    Reach(Path gatewayHome, Path userHome, Supplier<Optional<CommandGuard>> guard) {
        this.gatewayHome = gatewayHome.toAbsolutePath().normalize();
        this.userHome = userHome;
        this.guard = guard;
    }

    /** The file that a model means; a relative path is one in the session's own folder. */
    Path resolve(String path, ToolScope scope) throws Unusable {
        try {
            boolean tilde = path.equals("~") || path.startsWith("~/");
            Path named = tilde ? userHome.resolve(path.substring(Math.min(2, path.length()))) : Path.of(path);
            return scope.folder().resolve(named).toAbsolutePath().normalize();
        } catch (InvalidPathException broken) {
            throw new Unusable("`" + path + "` is not a path.");
        }
    }

    Assessment toRead(Path file) {
        for (Path place : places(file)) {
            if (ownedBy(SECRET, place)) {
                return new Assessment.Forbidden(file + " holds keys or records of the gateway itself; it is not read.");
            }
        }
        return new Assessment.Allowed();
    }

    /** Whether these files may be written; {@code shown} is what a person would be asked about. */
    Assessment toWrite(List<Path> files, String shown, Locale language) {
        Map<String, Reason> reasons = new LinkedHashMap<>();
        for (Path file : files) {
            for (Path place : places(file)) {
                Assessment one = toWrite(place, "cat > " + quoted(place), language);
                if (one instanceof Assessment.Forbidden) {
                    return one;
                }
                collect(one, reasons);
            }
        }
        return reasons.isEmpty() ? new Assessment.Allowed() : new Assessment.Ask(shown, List.copyOf(reasons.values()));
    }

    /** The same for a file that is to go; the guard hears the path as the model wrote it. */
    Assessment toDelete(Path file, String asWritten, String shown, Locale language) {
        Assessment one = toWrite(file, "rm " + quoted(Path.of(asWritten)), language);
        Map<String, Reason> reasons = new LinkedHashMap<>();
        collect(one, reasons);
        return one instanceof Assessment.Ask ? new Assessment.Ask(shown, List.copyOf(reasons.values())) : one;
    }

    private static void collect(Assessment one, Map<String, Reason> reasons) {
        if (one instanceof Assessment.Ask ask) {
            ask.reasons().forEach(reason -> reasons.putIfAbsent(reason.key(), reason));
        }
    }

    private Assessment toWrite(Path place, String command, Locale language) {
        if (Files.exists(place) && !Files.isRegularFile(place) && !Files.isDirectory(place)) {
            return new Assessment.Forbidden(place + " is a device or a pipe; only ordinary files are written.");
        }
        if (place.startsWith(home()) && !place.equals(config()) && !open(place)) {
            return new Assessment.Forbidden(
                    place + " belongs to the gateway itself and is not written by an agent; use the hermes command.");
        }
        return guard.get()
                .map(found -> found.judge(command, language))
                .orElseGet(() -> new Assessment.Forbidden(
                        "The command guard is not running, so nothing is written. Try again in a moment."));
    }

    private Path config() {
        return home().resolve("config.yaml");
    }

    private boolean open(Path place) {
        Path inside = home().relativize(place);
        return OPEN.contains(inside.getName(0).toString());
    }

    private boolean ownedBy(Set<String> names, Path place) {
        return place.startsWith(home())
                && !place.equals(home())
                && names.contains(home().relativize(place).getName(0).toString());
    }

    private Path home() {
        return real(gatewayHome);
    }

    /** The path itself and the place it leads to. */
    private Set<Path> places(Path file) {
        Path linked = real(file);
        Path named = file.startsWith(gatewayHome) ? home().resolve(gatewayHome.relativize(file)) : file;
        return new LinkedHashSet<>(List.of(named, linked));
    }

    /** Where the path leads when every link on the way is followed, also for a file that does not exist yet. */
    static Path real(Path file) {
        Path there = file.toAbsolutePath().normalize();
        for (int links = 0; links < MOST_LINKS; links++) {
            Path next = step(there);
            if (next.equals(there)) {
                return there;
            }
            there = next;
        }
        return there;
    }

    /** Follows what exists of the path; where that ends at a link to nothing, the link. */
    private static Path step(Path file) {
        Path rest = Path.of("");
        for (Path at = file; at != null; at = at.getParent()) {
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return follow(at).resolve(rest).normalize();
            }
            Path name = at.getFileName();
            rest = name == null ? rest : name.resolve(rest);
        }
        return file;
    }

    private static Path follow(Path there) {
        try {
            return there.toRealPath();
        } catch (IOException dangling) {
            return pointed(there);
        }
    }

    private static Path pointed(Path link) {
        try {
            return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        } catch (IOException none) {
            return link;
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
