package io.hermesgateway.spi.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture, voice, video or file.
 *
 * @param kind {@code image}, {@code voice}, {@code video} or {@code file}
 * @param location a file on this machine, as an absolute path; the platform fetches before it accepts
 * @param text a transcript or caption, when the platform gives one
 */
public record Attachment(
        String kind, String name, String mimeType, long bytes, String location, @Nullable String text) {
    public Attachment {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mimeType, "mimeType");
        Objects.requireNonNull(location, "location");
    }
}
