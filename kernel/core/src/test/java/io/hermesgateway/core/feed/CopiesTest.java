package io.hermesgateway.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiesTest {
    private final FeedWorld world = new FeedWorld();

    @TempDir
    private Path home;

    private Copies copies;

    @BeforeEach
    void start() {
        copies = new Copies(home.resolve("backups"), world.stores, () -> 3, world.clock);
    }

    /** Something new in the store. */
    private void turn(int number) {
        Position next = new Position(number + 1L);
        world.store.apply(List.of(new Fed(next, world.clock.instant(), new Fact.Audited("ann", "cli", "x", "y"))));
    }

    @Test
    void thereIsACopyOfEachDayOnWhichSomethingHappenedAndTheOldestGive() {
        copies.start(world.tasks);
        for (int day = 0; day < 5; day++) {
            turn(day);
            world.tasks.advance(Duration.ofDays(1));
        }
        List<Rows.Backup> rows = copies.rows();
        assertEquals(3, rows.size());
        assertTrue(rows.get(0).at().compareTo(rows.get(2).at()) > 0, "newest first");
        world.tasks.advance(Duration.ofDays(3));
        assertEquals(rows, copies.rows(), "nothing new, no copy");
        assertEquals(world.store.applied(), world.store.backedUp());
    }

    @Test
    void aCopyGoesWhereTheOperatorSaysAndOverwritesNothing() throws IOException {
        turn(1);
        Path target = home.resolve("deep/copy");
        Rows.Backup row = copies.backup(target);
        assertEquals("fake", row.kind());
        assertTrue(Files.exists(target));
        assertEquals(List.of(), copies.rows(), "only those in the folder of the gateway are listed");
        assertEquals(
                KernelError.BAD_REQUEST,
                assertThrows(GatewayException.class, () -> copies.backup(target))
                        .code());
    }

    @Test
    void aCopyThatIsPutBackIsBroughtUpToDate() {
        world.feed.start();
        world.turn("s", 1);
        world.tasks.advance(Duration.ofSeconds(2));
        Rows.Backup row = copies.backup(null);
        world.turn("s", 2);
        world.tasks.advance(Duration.ofSeconds(2));
        copies.restore(Path.of(row.path()));
        assertEquals(List.of(Path.of(row.path())), world.stores.restored);
        world.store.healed(new Position(1));
        world.tasks.advance(Duration.ofSeconds(2));
        assertEquals(2, world.store.facts.size());
        assertEquals(
                KernelError.NOT_FOUND,
                assertThrows(GatewayException.class, () -> copies.restore(home.resolve("none")))
                        .code());
    }

    @Test
    void withoutAStoreThereIsNoCopy() {
        world.current = null;
        assertThrows(GatewayException.class, () -> copies.backup(null));
        copies.start(world.tasks);
        world.tasks.advance(Duration.ofDays(1));
        assertFalse(Files.exists(home.resolve("backups")));
    }
}
