package io.hermesgateway.spi.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who said or clicked something, as the platform vouches for it.
 *
 * @param userId the stable id that allow-lists and approver policies compare
 * @param altId another stable id of the same person, where the platform has two
 * @param name for showing only
 * @param chatAdmin whether the platform says the person administers this chat
 */
public record Sender(String platform, String userId, @Nullable String altId, @Nullable String name, boolean chatAdmin) {
    public Sender {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(userId, "userId");
    }

    public static Sender of(String platform, String userId, @Nullable String name) {
        return new Sender(platform, userId, null, name, false);
    }

    /** Whether the person goes by this id. */
    public boolean is(String id) {
        return id.equals(userId) || id.equals(altId);
    }
}
