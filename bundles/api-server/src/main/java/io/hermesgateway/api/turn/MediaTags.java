package io.hermesgateway.api.turn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in an answer. The agent names a file with {@code MEDIA:path}; a client at the other end of a connection cannot
 * open it, so a picture from the session's own folder becomes part of the text. Everything else stays as it is: a name is
 * all that ever leaves from elsewhere.
 */
public final class MediaTags {
    private static final Logger LOG = LoggerFactory.getLogger(MediaTags.class);
    private static final long LARGEST = 5 * 1_024 * 1_024;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}");
    private static final Pattern TAG = Pattern.compile("MEDIA:(/[^\\s\"'`<>)\\]]{1,4096})");
    private static final Map<String, String> TYPES =
            Map.of("png", "png", "jpg", "jpeg", "jpeg", "jpeg", "gif", "gif", "webp", "webp", "bmp", "bmp");

    private MediaTags() {}

    /** @param sessionId of the one session whose pictures may leave; an id that is no plain name has none */
    public static String inlined(String text, Path home, String sessionId) {
        if (!text.contains("MEDIA:/") || !PLAIN.matcher(sessionId).matches()) {
            return text;
        }
        Path folder = home.resolve("workspaces").resolve(sessionId);
        return TAG.matcher(text)
                .replaceAll(tag -> Matcher.quoteReplacement(picture(tag.group(1), folder, tag.group())));
    }

    private static String picture(String name, Path folder, String otherwise) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            return otherwise;
        }
        try {
            Path file = Path.of(name).toRealPath();
            boolean allowed =
                    file.startsWith(folder.toRealPath()) && Files.isRegularFile(file) && Files.size(file) <= LARGEST;
            return allowed
                    ? "![image](data:image/" + type + ";base64,"
                            + Base64.getEncoder().encodeToString(Files.readAllBytes(file)) + ")"
                    : otherwise;
        } catch (IOException | InvalidPathException unreadable) {
            LOG.debug("a picture that an answer names cannot be read: {}", unreadable.toString());
            return otherwise;
        }
    }
}
