package io.hermesgateway.simulators.weixin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Media lie on the CDN as AES-128-ECB with PKCS#7 padding; the key travels with the message. */
final class Aes {
    private static final int BLOCK = 16;

    private Aes() {}

    static byte[] encrypt(byte[] key, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Nothing where the key does not fit: the padding gives that away. */
    static Optional<byte[]> decrypt(byte[] key, byte[] data) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key).doFinal(data));
        } catch (GeneralSecurityException wrongKey) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher;
    }

    static long padded(long plain) {
        return (plain / BLOCK + 1) * BLOCK;
    }

    /** What a bot must write: base64 over the 32 characters of the key in hex. The real app shows a grey box otherwise. */
    static Optional<byte[]> keyFromHexInBase64(String text) {
        return decode64(text)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .flatMap(Aes::keyFromHex);
    }

    static Optional<byte[]> keyFromHex(String hex) {
        return hex.matches("[0-9a-fA-F]{32}") ? Optional.of(HexFormat.of().parseHex(hex)) : Optional.empty();
    }

    static String hexInBase64(byte[] key) {
        return base64(HexFormat.of().formatHex(key).getBytes(StandardCharsets.US_ASCII));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static Optional<byte[]> decode64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
