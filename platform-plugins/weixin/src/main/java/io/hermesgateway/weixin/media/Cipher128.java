package io.hermesgateway.weixin.media;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES of 128 bits block by block, as the content network wants it; each file has a key of its own. */
public final class Cipher128 {
    private static final int BLOCK = 16;

    private Cipher128() {}

    /** The length of what {@link #encrypt} makes of so many bytes: there is always some padding. */
    public static long padded(long bytes) {
        return (bytes / BLOCK + 1) * BLOCK;
    }

    public static byte[] encrypt(byte[] plain, byte[] key) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws GeneralSecurityException when the key does not fit */
    public static byte[] decrypt(byte[] encrypted, byte[] key) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key).doFinal(encrypted);
    }

    @SuppressWarnings("InsecureCryptoUsage") // The far side knows nothing else.
    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"));
        return cipher;
    }

    public static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
