package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.weixin.outbound.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void rule17JoinedThePiecesAreTheText() {
        String text =
                "Some words. ".repeat(200) + "\n\n" + "```\n" + "code\n".repeat(300) + "```\n" + "好的。".repeat(700);
        for (List<String> pieces : List.of(Pieces.well(text), Pieces.tight(text))) {
            assertEquals(text, String.join("", pieces));
            assertTrue(pieces.stream().allMatch(piece -> piece.length() <= Pieces.MOST));
        }
        assertTrue(Pieces.tight(text).size() <= Pieces.well(text).size());
    }

    @Test
    void rule17CutsBetweenParagraphsAndNeverWithinACharacter() {
        String paragraphs = "a".repeat(1_000) + "\n\n" + "b".repeat(1_000);
        assertEquals(List.of("a".repeat(1_000) + "\n\n", "b".repeat(1_000)), Pieces.well(paragraphs));
        String family = "👨‍👩‍👧‍👦".repeat(400);
        Pieces.tight(family).forEach(piece -> assertEquals(0, piece.length() % "👨‍👩‍👧‍👦".length()));
    }
}
