package io.hermesgateway.weixin.media;

import io.hermesgateway.weixin.wire.Wire.ItemType;
import org.jspecify.annotations.Nullable;

/**
 * A file as a message names it.
 *
 * @param reference the content network's name of it
 * @param address a whole address instead, empty when there is none
 * @param hexKey the key beside a picture
 * @param key the key of the file in one of its two spellings
 * @param text what a voice message says, as the far side heard it
 */
public record Found(
        ItemType type,
        String reference,
        String address,
        String hexKey,
        String key,
        String name,
        @Nullable String text) {
    /** Pictures may come without a key, in the clear; everything else cannot be read then. */
    boolean plain() {
        return type == ItemType.IMAGE && hexKey.isEmpty() && key.isEmpty();
    }

    /** The word of {@code Attachment.kind}. */
    public String kind() {
        return switch (type) {
            case IMAGE -> "image";
            case VOICE -> "voice";
            case VIDEO -> "video";
            case FILE, TEXT -> "file";
        };
    }
}
