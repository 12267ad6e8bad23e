package io.hermesgateway.jsonl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.testkit.FakeServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RestoreTest {
    @TempDir
    private Path home;

    private final StoreFactory factory = new JsonlPlugin().stores().get(0);

    private FakeServiceContext context() {
        return new FakeServiceContext("store-jsonl", home, (address, taker) -> {
            throw new IllegalStateException("a store takes no connections");
        });
    }

    private static Fed did(long position, String what) {
        return new Fed(
                new Position(position),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(position),
                new Fact.Audited("ann", "cli", what, ""));
    }

    private static List<String> deeds(Store store) {
        return store.audit(Store.Query.newest(10)).stream()
                .map(Store.AuditRow::what)
                .toList();
    }

    @Test
    void aBackupTakesThePlaceOfTheStoreWhichIsSetAside() throws IOException {
        FakeServiceContext context = context();
        Path backup = home.resolve("copy");
        try (Store store = factory.open(context)) {
            store.apply(List.of(did(1, "one")));
            store.backup(backup);
            store.apply(List.of(did(2, "two")));
        }
        factory.restore(context, backup);
        try (Store store = factory.open(context)) {
            assertEquals(new Position(1), store.applied());
            store.apply(List.of(did(1, "one"), did(2, "zwei")));
            assertEquals(List.of("zwei", "one"), deeds(store));
        }
        try (Stream<Path> aside = Files.list(home.resolve("quarantine"))) {
            assertEquals(1, aside.count());
        }
    }

    @Test
    void whatIsNoBackupIsRefusedInWordsAndTheStoreStays() throws IOException {
        FakeServiceContext context = context();
        try (Store store = factory.open(context)) {
            store.apply(List.of(did(1, "one")));
        }
        Path other = Files.writeString(home.resolve("other"), "hello");
        GatewayException refused = assertThrows(GatewayException.class, () -> factory.restore(context, other));
        assertEquals(KernelError.BAD_REQUEST, refused.code());
        try (Store store = factory.open(context)) {
            assertEquals(List.of("one"), deeds(store));
        }
    }
}
