package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.testkit.store.StoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SqliteStoreContractTest extends StoreContract {
    @TempDir
    private Path home;

    private @Nullable TestHome place;
    private @Nullable Store store;

    private TestHome place() {
        TestHome now = place == null ? new TestHome(home) : place;
        place = now;
        return now;
    }

    @Override
    protected Store store() {
        Store now = store == null ? place().open() : store;
        store = now;
        return now;
    }

    @Override
    protected Store reopened() {
        store().close();
        store = null;
        return store();
    }

    @Override
    protected Store opened(Path backup) {
        try {
            Path other = Files.createDirectory(home.resolve("other"));
            Files.copy(backup, other.resolve("state.db"));
            return place().at(other).open();
        } catch (java.io.IOException refused) {
            throw new java.io.UncheckedIOException(refused);
        }
    }

    @Test
    void anImportedSessionHasTheNameAndTheBeginningItHad() {
        Conversation place = Conversation.dm("telegram", "1");
        Instant then = Instant.parse("2025-03-01T10:00:00Z");
        TranscriptLine line = new TranscriptLine("user", "how tall?", null, "i0", then.plusSeconds(5));
        store().apply(List.of(
                new Fed(new Position(1), then, new Fact.SessionImported("s", place, "s0", "About trees", "m", then, 1)),
                new Fed(
                        new Position(2),
                        line.at(),
                        new Fact.TurnEnded("i0", "s", place, "imported", "", List.of(line), TurnOutcome.Usage.NONE))));
        Store.SessionRow row = store().session("s").orElseThrow();
        assertEquals("About trees", row.title());
        assertEquals("s0", row.parentId());
        assertEquals("m", row.model());
        assertEquals(then, row.startedAt());
        assertEquals(line.at(), row.lastActivityAt());
        assertEquals(1, row.messages());
    }

    @AfterEach
    void close() {
        store().close();
        place().close();
    }
}
