package io.hermesgateway.qqbot.outbound;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of bytes in the form that QQ wants. */
final class Digests {
    private Digests() {}

    static String of(String algorithm, byte[] bytes) {
        return of(algorithm, bytes, 0, bytes.length);
    }

    static String of(String algorithm, byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes, from, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
