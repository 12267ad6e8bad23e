package io.hermesgateway.sqlite.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class SalvageTest {
    private static final int RECOVERED = 1;
    private static final int PLACES = 3;
    private static final Map<String, Integer> KEYS =
            Map.of("sessions", 1, "messages", 1, "state_meta", 1, "attachments", 2);

    @TempDir
    static Path origin;

    @TempDir
    Path work;

    @BeforeAll
    static void make() throws SQLException, IOException {
        Sample.make(origin.resolve("clean.db"), origin);
    }

    private Path damaged(Harm harm, long seed) throws IOException {
        Path folder = Files.createDirectories(work.resolve(harm + "-" + seed));
        Path database = folder.resolve("state.db");
        Files.copy(origin.resolve("clean.db"), database);
        Files.copy(origin.resolve("clean.db-wal"), folder.resolve("state.db-wal"));
        harm.on(database, new Random(seed));
        return database;
    }

    /** By table, the keys of the rows that were found. */
    private static Map<String, Set<List<@Nullable Object>>> salvaged(Path database) throws IOException, SQLException {
        Map<String, Set<List<@Nullable Object>>> found = new HashMap<>();
        Path log = database.resolveSibling("state.db-wal");
        Salvage.read(database, log, false, Sample.tables(), (table, rowid, values, whole) -> {
            if (KEYS.containsKey(table)) {
                found.computeIfAbsent(table, name -> new HashSet<>()).add(key(table, new ArrayList<>(values.values())));
            }
        });
        return found;
    }

    private static List<@Nullable Object> key(String table, List<@Nullable Object> values) {
        return Collections.unmodifiableList(values.subList(0, Math.min(values.size(), KEYS.getOrDefault(table, 0))));
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void findsEveryRowThatTheCommandLineOfSqliteRecovers(Harm harm) throws Exception {
        Assumptions.assumeTrue(Recovered.possible(), "there is no sqlite3 here, or one without .recover");
        for (int seed = 0; seed < RECOVERED; seed++) {
            Path database = damaged(harm, seed);
            Map<String, Set<List<@Nullable Object>>> found = salvaged(database);
            List<Recovered.Row> missing = new ArrayList<>();
            for (Recovered.Row row : Recovered.rows(database, Files.createDirectories(work.resolve("r" + seed)))) {
                if (KEYS.containsKey(row.table())
                        && !found.getOrDefault(row.table(), Set.of()).contains(key(row.table(), row.values()))) {
                    missing.add(row);
                }
            }
            assertEquals(List.of(), missing, harm + " " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Harm.class,
            names = {"NOT_A_DATABASE", "HEADER", "FIRST_PAGE", "LOG"})
    void findsEveryRowWhenOnlyTheBeginningOrAFrameIsDamaged(Harm harm) throws Exception {
        for (int seed = 0; seed < PLACES; seed++) {
            Map<String, Set<List<@Nullable Object>>> found = salvaged(damaged(harm, seed));
            Set<List<@Nullable Object>> messages = found.getOrDefault("messages", Set.of());
            assertTrue(messages.size() >= 36 * 30 - 81 - 40, harm + " " + seed + ": " + messages.size());
            assertTrue(found.getOrDefault("sessions", Set.of()).size() >= 30, harm + " " + seed);
        }
    }

    @Test
    void findsNothingInNothing() throws Exception {
        Path empty = Files.createFile(work.resolve("state.db"));
        assertEquals(Map.of(), salvaged(empty));
        Files.write(empty, new byte[100_000]);
        assertEquals(Map.of(), salvaged(empty));
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        Files.write(empty, noise);
        assertTrue(salvaged(empty).size() < 3);
    }
}
