package io.hermesgateway.weixin.media;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The key of a file in its two spellings: base64 of the sixteen bytes, or base64 of their hexadecimal text. Only the
 * second one is understood by everybody, so that is what we write.
 */
public final class MediaKey {
    private static final int BYTES = 16;

    private MediaKey() {}

    public static String write(String hex) {
        return Base64.getEncoder().encodeToString(hex.getBytes(StandardCharsets.US_ASCII));
    }

    /** The hexadecimal form beside the picture counts first. Empty when neither can be read. */
    public static Optional<byte[]> read(String hex, String encoded) {
        Optional<byte[]> first = ofHex(hex);
        return first.isPresent() ? first : ofBase64(encoded);
    }

    private static Optional<byte[]> ofHex(String hex) {
        return hex.matches("[0-9a-fA-F]{32}") ? Optional.of(HexFormat.of().parseHex(hex)) : Optional.empty();
    }

    private static Optional<byte[]> ofBase64(String encoded) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded.strip());
            return bytes.length == BYTES ? Optional.of(bytes) : ofHex(new String(bytes, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException neither) {
            return Optional.empty();
        }
    }
}
