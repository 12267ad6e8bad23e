package io.hermesgateway.bench;

import java.util.Random;

/** Texts in which a few words are very frequent and most are rare, every second one in Chinese. */
final class Prose {
    private static final int WORDS = 30_000;
    private static final int CHARACTERS = 3_500;
    private static final int FIRST_CHARACTER = 0x4E00;

    private final Random random;
    private boolean chinese;

    Prose(Random random) {
        this.random = random;
    }

    /** Ranks as they are in languages: the n-th comes about 1/n as often as the first. */
    private int rank(int of) {
        return (int) Math.min(of - 1L, (long) Math.exp(random.nextDouble() * Math.log(of)) - 1);
    }

    String word() {
        return "w" + Integer.toString(rank(WORDS) * 7919 % WORDS, 36);
    }

    String character() {
        return Character.toString(FIRST_CHARACTER + rank(CHARACTERS) * 5);
    }

    String chinese(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(character());
        }
        return text.toString();
    }

    String frequent() {
        return random.nextBoolean() ? "w0" : Character.toString(FIRST_CHARACTER);
    }

    String line() {
        chinese = !chinese;
        StringBuilder text = new StringBuilder();
        int sentences = 1 + random.nextInt(4);
        for (int i = 0; i < sentences; i++) {
            int length = 4 + random.nextInt(14);
            if (chinese) {
                text.append(chinese(length)).append('。');
            } else {
                for (int j = 0; j < length; j++) {
                    text.append(word()).append(' ');
                }
                text.append(". ");
            }
        }
        return text.toString();
    }
}
