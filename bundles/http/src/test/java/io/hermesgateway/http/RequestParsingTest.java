package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The seeds of the fuzzer, as they are and bent in ways that are the same each time. */
@Timeout(300)
class RequestParsingTest {
    private static final Path SEEDS = Path.of("src/test/resources/io/hermesgateway/http/requestparsing");
    private static final int BENT = 40;

    @TempDir
    Path home;

    private Stand stand;

    @BeforeEach
    void open() {
        stand = RequestParsing.brief(new Stand(home, Map.of("access_log", "off")));
    }

    @AfterEach
    void close() throws Exception {
        stand.close();
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(SEEDS)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        assertTrue(seeds.size() >= 20, "seeds: " + seeds.size());
        return seeds;
    }

    @Test
    void whateverComesTheAnswerIsClean() throws IOException {
        Random random = new Random(20_260_101);
        List<byte[]> seeds = seeds();
        for (byte[] seed : seeds) {
            RequestParsing.check(stand, seed);
            for (int i = 0; i < BENT; i++) {
                RequestParsing.check(stand, bent(seed, seeds.get(random.nextInt(seeds.size())), random));
            }
        }
        String next = "POST /v1/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + Stand.AUTH
                + "\r\nContent-Length: 2\r\n\r\n{}";
        assertEquals(200, Stand.status(stand.raw(next)));
    }

    private static byte[] bent(byte[] seed, byte[] other, Random random) {
        int at = random.nextInt(seed.length);
        int length = random.nextInt(Math.min(16, seed.length - at) + 1);
        return switch (random.nextInt(4)) {
            case 0 -> joined(Arrays.copyOf(seed, at), Arrays.copyOfRange(other, other.length / 2, other.length));
            case 1 -> joined(Arrays.copyOf(seed, at), Arrays.copyOfRange(seed, at + length, seed.length));
            case 2 -> joined(Arrays.copyOf(seed, at + length), Arrays.copyOfRange(seed, at, seed.length));
            default -> {
                byte[] flipped = seed.clone();
                flipped[at] = (byte) random.nextInt(256);
                yield flipped;
            }
        };
    }

    private static byte[] joined(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
