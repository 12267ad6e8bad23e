package io.hermesgateway.core.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Capabilities.TextUnit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCutterTest {
    private static List<String> cut(String text, int limit, TextUnit unit) {
        return TextCutter.cut(text, new Capabilities(limit, unit, 0, false, false));
    }

    private static int length(String piece, TextUnit unit) {
        return switch (unit) {
            case UTF16 -> piece.length();
            case CODE_POINTS -> piece.codePointCount(0, piece.length());
            case UTF8_BYTES -> piece.getBytes(StandardCharsets.UTF_8).length;
        };
    }

    @Test
    void leavesAShortTextAlone() {
        assertEquals(List.of("short"), cut("short", 20, TextUnit.UTF16));
        assertEquals(List.of(), cut("", 20, TextUnit.UTF16));
    }

    @Test
    void prefersParagraphsThenLinesThenSentencesThenSpaces() {
        assertEquals(
                List.of("one two.\nthree\n\n", "four five six"),
                cut("one two.\nthree\n\nfour five six", 20, TextUnit.UTF16));
        assertEquals(
                List.of("one two. three\n", "four five six"), cut("one two. three\nfour five six", 20, TextUnit.UTF16));
        assertEquals(List.of("one two. ", "three four five"), cut("one two. three four five", 20, TextUnit.UTF16));
        assertEquals(List.of("one two three four ", "five"), cut("one two three four five", 20, TextUnit.UTF16));
        assertEquals(List.of("一二三四五六七八九。", "一二三四五六七八九十一"), cut("一二三四五六七八九。一二三四五六七八九十一", 20, TextUnit.CODE_POINTS));
    }

    @Test
    void doesNotLeaveAPieceNearlyEmptyForANiceSeam() {
        assertEquals(
                "a\nbbbbbbbbbbbbbbbbbb",
                cut("a\n" + "b".repeat(30), 20, TextUnit.UTF16).get(0));
    }

    @Test
    void keepsWhatPeopleSeeAsOneCharacterTogether() {
        String family = "👨‍👩‍👧‍👦";
        for (String piece : cut(family.repeat(9), 30, TextUnit.UTF16)) {
            assertEquals(0, piece.length() % family.length(), piece);
        }
        for (String piece : cut("e\u0301".repeat(40), 17, TextUnit.UTF16)) {
            assertEquals(0, piece.length() % 2, piece);
        }
    }

    @Test
    void cutsWhatIsOneCharacterAndLongerThanAMessage() {
        String pile = "e" + "\u0301".repeat(50);
        List<String> pieces = cut(pile, 16, TextUnit.UTF16);
        assertEquals(pile, String.join("", pieces));
        assertTrue(pieces.stream().allMatch(piece -> piece.length() <= 16));
    }

    @Test
    void piecesFitAndGiveTheTextAgainWhateverItIs() {
        String[] parts = {"a", "字", "😀", "\n", "\n\n", " ", ". ", "。", "é", "e\u0301", "👍🏽", "\r\n", "word "};
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            TextUnit unit = List.of(TextUnit.UTF16, TextUnit.CODE_POINTS, TextUnit.UTF8_BYTES)
                    .get(random.nextInt(3));
            int limit = 16 + random.nextInt(60);
            List<String> pieces = cut(text.toString(), limit, unit);
            assertEquals(text.toString(), String.join("", pieces));
            for (String piece : pieces) {
                assertFalse(piece.isEmpty());
                assertTrue(length(piece, unit) <= limit, () -> unit + " " + limit + ": " + piece);
                assertFalse(Character.isLowSurrogate(piece.charAt(0)), piece);
            }
        }
    }
}
