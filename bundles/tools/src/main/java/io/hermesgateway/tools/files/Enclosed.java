package io.hermesgateway.tools.files;

import io.hermesgateway.spi.agent.Enclosures;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that an answer encloses with {@code MEDIA:path}. Only what lies where commands work may leave the machine: an
 * answer must not be talked into enclosing a key.
 */
final class Enclosed implements Enclosures {
    private static final Pattern TAG = Pattern.compile("(?m)[ \\t]*MEDIA:(\"[^\"\\n]+\"|\\S+)[ \\t]*");
    private static final String AS_FILE = "[[as_document]]";
    private static final long LARGEST = 50L << 20;
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("webm", "video/webm"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"),
            Map.entry("json", "application/json"),
            Map.entry("zip", "application/zip"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wav", "audio/wav"));
    /** Surfaces that read the tags themselves. */
    private static final Set<String> OWN_READERS = Set.of("api_server", "api", "cli", "console");

    private final List<Path> roots;

    Enclosed(Path home) {
        this.roots = List.of(home.resolve("workspaces"), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A tag that leads nowhere stays in the text. */
    @Override
    public List<Body> of(Turn turn, String text, @Nullable Path folder) {
        if (!text.contains("MEDIA:") || OWN_READERS.contains(turn.conversation().platform())) {
            return List.of(new Body.Text(text));
        }
        boolean asFile = text.contains(AS_FILE);
        List<Body> files = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            Optional<Attachment> file = file(tag.group(1).replace("\"", ""), asFile, folder);
            file.ifPresent(attachment -> files.add(new Body.Media(attachment)));
            tag.appendReplacement(rest, file.isPresent() ? "" : Matcher.quoteReplacement(tag.group()));
        }
        tag.appendTail(rest);
        String words = rest.toString()
                .replace(AS_FILE, "")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
        List<Body> bodies = new ArrayList<>();
        if (!words.isEmpty() || files.isEmpty()) {
            bodies.add(new Body.Text(words.isEmpty() ? text : words));
        }
        bodies.addAll(files);
        return bodies;
    }

    private Optional<Attachment> file(String name, boolean asFile, @Nullable Path folder) {
        try {
            Path file = Path.of(name).toRealPath();
            boolean allowed = Files.isRegularFile(file) && Files.size(file) <= LARGEST && isWithin(file, folder);
            if (!allowed) {
                return Optional.empty();
            }
            String ending =
                    file.getFileName().toString().replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
            String type = TYPES.getOrDefault(ending, "application/octet-stream");
            String first = type.substring(0, type.indexOf('/'));
            String kind = !asFile && (first.equals("image") || first.equals("video")) ? first : "file";
            return Optional.of(
                    new Attachment(kind, file.getFileName().toString(), type, Files.size(file), file.toString(), null));
        } catch (IOException | InvalidPathException nowhere) {
            return Optional.empty();
        }
    }

    private boolean isWithin(Path file, @Nullable Path folder) throws IOException {
        for (Path root : roots) {
            if (holds(root, file)) {
                return true;
            }
        }
        return folder != null && holds(folder, file);
    }

    private static boolean holds(Path root, Path file) throws IOException {
        return Files.isDirectory(root) && file.startsWith(root.toRealPath());
    }
}
