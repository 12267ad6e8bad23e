package io.hermesgateway.api.turn;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The seeds of the fuzzer, as they are and bent in ways that are the same each time. */
@Timeout(180)
class ContentParsingTest {
    private static final Path SEEDS = Path.of("src/test/resources/io/hermesgateway/api/turn/contentparsing");
    private static final int BENT = 500;

    @Test
    void whateverComesIsReadOrRefused() throws IOException {
        Random random = new Random(20_260_103);
        List<Path> seeds;
        try (Stream<Path> files = Files.list(SEEDS)) {
            seeds = files.sorted().toList();
        }
        assertTrue(seeds.size() >= 6, "seeds: " + seeds.size());
        for (Path seed : seeds) {
            byte[] data = Files.readAllBytes(seed);
            assertDoesNotThrow(() -> ContentParsing.fuzzerTestOneInput(data), seed.toString());
            for (int i = 0; i < BENT; i++) {
                byte[] bent = data.clone();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    bent[random.nextInt(bent.length)] = (byte) random.nextInt(128);
                }
                assertDoesNotThrow(() -> ContentParsing.fuzzerTestOneInput(bent), seed.toString());
            }
        }
    }
}
