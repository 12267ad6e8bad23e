package io.hermesgateway.tools.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One test for every line of {@code guard-corpus.tsv}. */
class GuardCorpusTest {
    private static final ResourceBundle WORDS = ResourceBundle.getBundle("io.hermesgateway.tools.reasons", Locale.ROOT);

    private final ShellGuard guard = new ShellGuard("/home/ann", "/home/ann/.hermes", List.of());

    private record Line(String verdict, String key, String command) {}

    @TestFactory
    Stream<DynamicTest> judgesEveryCommandOfTheCorpus() throws IOException {
        return corpus().stream()
                .map(line -> DynamicTest.dynamicTest(line.verdict() + " " + line.command(), () -> check(line)));
    }

    @Test
    void theCorpusIsLarge() throws IOException {
        assertTrue(corpus().size() >= 1_100, "commands in the corpus");
    }

    private void check(Line line) {
        Assessment judged = guard.judge(line.command());
        assertEquals(line.verdict(), verdict(judged), () -> "the verdict on: " + line.command() + " was " + judged);
        if (judged instanceof Assessment.Ask ask) {
            List<String> keys = ask.reasons().stream().map(Reason::key).toList();
            assertTrue(keys.contains(line.key()), () -> "keys " + keys + " of: " + line.command());
        } else if (judged instanceof Assessment.Forbidden forbidden) {
            assertEquals(WORDS.getString("FORBIDDEN." + line.key()), forbidden.why());
        }
    }

    private static String verdict(Assessment judged) {
        return judged.fold(allowed -> "allowed", ask -> "ask", forbidden -> "forbidden");
    }

    private static List<Line> corpus() throws IOException {
        try (InputStream in = GuardCorpusTest.class.getResourceAsStream("/guard-corpus.tsv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("# verdict"))
                    .map(GuardCorpusTest::line)
                    .toList();
        }
    }

    private static Line line(String text) {
        String[] parts = text.split("\t", 3);
        return new Line(parts[0], parts[1], parts[2].replace('⏎', '\n').replace('⇥', '\t'));
    }
}
