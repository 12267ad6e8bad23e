package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static List<String> of(String text) {
        return List.copyOf(Words.of(text));
    }

    @Test
    void cutsAtWhatIsNeitherLetterNorDigit() {
        assertEquals(List.of("deploy", "node", "js", "v2", "now"), of("Deploy node.js, v2 — NOW! now"));
        assertEquals(List.of("don", "t"), of("don't"));
        assertEquals(List.of(), of(" .,;'\"*() "));
    }

    @Test
    void givesEveryCharacterAndEveryTwoNeighboursOfChinese() {
        assertEquals(List.of("今", "天", "今天", "气", "天气"), of("今天气"));
        assertEquals(List.of("天", "气"), of("天,气"), "what is apart is no pair");
        assertEquals(List.of("abc", "机", "器", "机器", "2"), of("ABC机器2"));
    }

    @Test
    void comparesWithoutWidthCaseAndAccents() {
        assertEquals(List.of("abc123"), of("ABC123"));
        assertEquals(
                List.of("cafe", "uber", "istanbul"),
                of("Café ÜBER İstanbul").stream()
                        .map(word -> word.replace("\u0307", ""))
                        .toList());
        assertEquals(List.of("が"), of("が"), "a mark makes another letter there");
        assertEquals(List.of("привет"), of("ПРИВЕТ"));
    }

    @Test
    void knowsCharactersBeyondTheFirstPlane() {
        assertEquals(List.of("𠮷", "野", "𠮷野"), of("𠮷野"));
        assertEquals(List.of("👍"), of("👍"));
        assertEquals(List.of("a", "🙂"), of("a 🙂!"));
    }

    @Test
    void aVeryLongWordIsCut() {
        assertEquals(64, of("x".repeat(10_000)).get(0).length());
    }

    @Test
    void aQueryConfirmsWhatTheIndexCannotTell() {
        SearchQuery query = SearchQuery.of("天气很好").orElseThrow();
        assertTrue(query.confirms("今天天气很好"));
        assertFalse(query.confirms("天气,气很,很好"));
        SearchQuery phrase = SearchQuery.of("\"big dog\" cat").orElseThrow();
        assertTrue(phrase.finds("a cat and a BIG DOG"));
        assertFalse(phrase.finds("a big cat and a dog"));
        SearchQuery mixed = SearchQuery.of("QQ机器人").orElseThrow();
        assertTrue(mixed.finds("qq 机器人"));
        assertTrue(mixed.finds("QQ机器人掉线"));
        assertFalse(mixed.finds("QQ机器,人"));
    }

    @Test
    void theExcerptShowsThePlace() {
        String text = "x ".repeat(300) + "Needle" + " y".repeat(300);
        String excerpt = SearchQuery.of("needle").orElseThrow().excerpt(text);
        assertTrue(excerpt.contains("Needle"), excerpt);
        assertTrue(excerpt.startsWith("…") && excerpt.endsWith("…"), excerpt);
        assertEquals("cat scatter", SearchQuery.of("cat").orElseThrow().excerpt("cat scatter"));
        assertTrue(SearchQuery.of("absent").orElseThrow().excerpt(text).length() < 300);
    }

    @Test
    void nothingHalfIsShown() {
        assertEquals("a…", Excerpts.cut("a🙂b", 2));
        assertEquals("🙂…", Excerpts.cut("🙂🙂", 2));
        assertEquals("short", Excerpts.cut("short", 5));
        assertEquals("one two", Excerpts.title("  one\n two "));
    }
}
