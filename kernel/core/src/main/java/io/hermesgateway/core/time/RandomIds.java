package io.hermesgateway.core.time;

import io.hermesgateway.spi.plugin.Ids;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Ids from a cryptographic source; a test gives a seeded one. */
public final class RandomIds implements Ids {
    /** No 0/O, 1/I/L, U/V: what is read out loud comes back as it was. */
    private static final String SPOKEN = "23456789abcdefghjkmnpqrstwxyz";

    private final RandomGenerator random;

    public RandomIds() {
        this(new SecureRandom());
    }

    public RandomIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String next() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    @Override
    public String spoken(int length) {
        StringBuilder code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append(SPOKEN.charAt(random.nextInt(SPOKEN.length())));
        }
        return code.toString();
    }
}
