package io.hermesgateway.api.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRowsTest {
    @TempDir
    Path folder;

    private static ObjectNode row(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    private Path file() {
        return folder.resolve("deep/rows.jsonl");
    }

    @Test
    void theNextLifeFindsWhatWasPut() {
        KeptRows rows = new KeptRows(file());
        rows.put("a", row("one"));
        rows.putSafely("b", row("two"));
        rows.put("a", row("öne\nmore"));
        rows.remove("b");
        rows.put("c", row("three"));
        try (KeptRows again = new KeptRows(file())) {
            assertEquals(List.of("a", "c"), List.copyOf(again.all().keySet()));
            assertEquals("öne\nmore", again.find("a").orElseThrow().path("text").asText());
        }
        rows.close();
    }

    @Test
    void aTornLineIsLeftOut() throws Exception {
        try (KeptRows rows = new KeptRows(file())) {
            rows.put("a", row("one"));
        }
        Files.writeString(file(), "{\"key\":\"b\",\"row\":{\"te", StandardOpenOption.APPEND);
        try (KeptRows again = new KeptRows(file())) {
            again.put("c", row("three"));
        }
        try (KeptRows again = new KeptRows(file())) {
            assertEquals(List.of("a", "c"), List.copyOf(again.all().keySet()));
        }
    }

    @Test
    void twoCannotAddTheSame() {
        try (KeptRows rows = new KeptRows(file())) {
            assertTrue(rows.add("a", row("one")));
            assertFalse(rows.add("a", row("two")));
            assertEquals("one", rows.find("a").orElseThrow().path("text").asText());
        }
    }

    @Test
    void isOnlyItsOwnersToReadAndDoesNotGrowForEver() throws Exception {
        try (KeptRows rows = new KeptRows(file())) {
            for (int i = 0; i < 3_000; i++) {
                rows.put("a", row("again " + i));
            }
            assertTrue(Files.size(file()) < 1_100 * 60, Files.size(file()) + " bytes");
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        try (KeptRows again = new KeptRows(file())) {
            assertEquals(
                    "again 2999", again.find("a").orElseThrow().path("text").asText());
        }
    }
}
