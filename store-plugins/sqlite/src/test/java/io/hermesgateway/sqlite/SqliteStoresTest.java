package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SqliteStoresTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Conversation PLACE = Conversation.dm("test", "c1");

    @TempDir
    private Path folder;

    private TestHome home = new TestHome(Path.of("unused"));
    private final StoreFactory stores = new SqliteStores(news -> {});

    @BeforeEach
    void open() {
        home.close();
        home = new TestHome(folder);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private Path file() {
        return folder.resolve("state.db");
    }

    private static Opener opener() {
        return new Opener(Places.REAL, false, Duration.ofSeconds(5), Opener.BeforeMigration.NOTHING);
    }

    private static Fed said(long position, String text) {
        TranscriptLine line = new TranscriptLine("user", text, null, "t" + position, AT);
        return new Fed(
                new Position(position),
                AT,
                new Fact.TurnEnded("t" + position, "s1", PLACE, "answered", "", List.of(line), TurnOutcome.Usage.NONE));
    }

    private static List<String> texts(Store store) {
        return store.transcript("s1", 100).stream().map(TranscriptLine::text).toList();
    }

    private void make() throws Exception {
        opener().create(file(), StateSchema.schema());
    }

    /** As another program, or a newer version, would leave it. */
    private void change(String pragma) throws Exception {
        Link link = opener().plain(file());
        link.run("PRAGMA " + pragma);
        link.close();
    }

    @Test
    void isThePluginThatTheDistributionFinds() {
        List<String> kinds = ServiceLoader.load(Plugin.class).stream()
                .flatMap(plugin -> plugin.get().stores().stream())
                .map(StoreFactory::kind)
                .toList();
        assertEquals(List.of("sqlite"), kinds);
    }

    @Test
    void aHomeOfOurOwnPasses() throws Exception {
        assertDoesNotThrow(() -> stores.inspect(home));
        make();
        assertDoesNotThrow(() -> stores.inspect(home));
    }

    @Test
    void aNewerSchemaIsRefusedBeforeAnythingIsTouched() throws Exception {
        make();
        change("user_version=999");
        byte[] before = Files.readAllBytes(file());
        GatewayException refused = assertThrows(GatewayException.class, () -> stores.inspect(home));
        assertEquals(KernelError.HOME_IN_USE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("999"));
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(file())));
    }

    @Test
    void aNewerSchemaInTheLogIsSeenToo() throws Exception {
        Store store = stores.open(home);
        store.apply(List.of(said(1, "one")));
        change("user_version=999");
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (Path each : PrivateFiles.withSidecars(file())) {
            if (Files.exists(each)) {
                Files.copy(each, copy.resolve(each.getFileName()));
            }
        }
        store.close();
        TestHome crashed = home.at(copy);
        GatewayException refused = assertThrows(GatewayException.class, () -> stores.inspect(crashed));
        assertEquals(KernelError.HOME_IN_USE, refused.code());
    }

    @Test
    void anotherProgramsFileIsRefusedAndADamagedOneIsNot() throws Exception {
        make();
        change("application_id=7");
        assertEquals(
                KernelError.HOME_IN_USE,
                assertThrows(GatewayException.class, () -> stores.inspect(home)).code());
        Files.writeString(file(), "no database at all");
        assertDoesNotThrow(() -> stores.inspect(home));
    }

    @Test
    void withoutABackupAFileThatIsOverwrittenAsksForEverythingAgainAndSaysHowMuch() throws Exception {
        Store store = stores.open(home);
        store.apply(List.of(said(1, "one"), said(2, "two"), said(7, "three")));
        store.close();
        Files.write(file(), new byte[Math.toIntExact(Files.size(file()))]);
        Store healed = stores.open(home);
        assertEquals(Position.NONE, healed.applied());
        String told = String.valueOf(healed.health().lastRepair());
        assertTrue(told.contains("The journal sends 7 facts again."), told);
        healed.apply(List.of(said(1, "one"), said(2, "two"), said(7, "three")));
        assertEquals(List.of("one", "two", "three"), texts(healed));
        healed.close();
    }

    /** Puts a file of yesterday in the place of one that is gone, and says that all is well; whoever comes second waits. */
    private static Care puttingBack(Path older) {
        return new Care() {
            @Override
            public void beforeOpen(DatabaseFile opening) {
                // What it finds is what it put there.
            }

            @Override
            public synchronized boolean failed(DatabaseFile failing, SQLException failure) {
                if (Files.exists(failing.path())) {
                    return true;
                }
                try {
                    failing.whileClosed("it is put back", () -> {
                        for (Path each : PrivateFiles.withSidecars(failing.path())) {
                            Files.deleteIfExists(each);
                        }
                        Files.copy(older, failing.path());
                    });
                    return true;
                } catch (SQLException | IOException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            }
        };
    }

    /** As the feed does it: whoever is told "not now" comes again. The search index may find the damage first. */
    private static boolean feed(Store store, long last, Fed... facts) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return store.applyAfter(new Position(last), List.of(facts));
            } catch (GatewayException notNow) {
                if (System.nanoTime() > until) {
                    throw notNow;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void theBatchUnderWhichTheFileWasMendedIsNotPutBehindAGap() throws Exception {
        Path older = folder.resolve("older");
        DatabaseFile mended = new DatabaseFile(file(), StateSchema.schema(), opener(), puttingBack(older));
        Backups backups = new Backups(folder, folder.resolve("list"), home.clock());
        try (SqliteStore store = new SqliteStore(
                mended, backups, home.tasks(), () -> new SqliteStore.Words(null, null), position -> {}, () -> {})) {
            store.apply(List.of(said(1, "one"), said(2, "two")));
            store.backup(older);
            store.apply(List.of(said(3, "three"), said(4, "four")));
            Files.delete(file());
            assertFalse(feed(store, 4, said(5, "five")));
            assertEquals(new Position(2), store.applied());
            assertTrue(feed(store, 2, said(3, "three"), said(4, "four"), said(5, "five")));
            assertEquals(List.of("one", "two", "three", "four", "five"), texts(store));
        }
    }

    @Test
    void aCopyIsPutBackAndWhatWasThereIsSetAside() throws Exception {
        Store store = stores.open(home);
        store.apply(List.of(said(1, "one")));
        Path copy = folder.resolve("copy");
        store.backup(copy);
        store.apply(List.of(said(2, "two")));
        store.close();
        stores.restore(home, copy);
        Store restored = stores.open(home);
        assertEquals(new Position(1), restored.applied());
        assertEquals(List.of("one"), texts(restored));
        restored.apply(List.of(said(2, "two")));
        assertEquals(List.of("one", "two"), texts(restored));
        restored.close();
        try (Stream<Path> aside = Files.list(folder.resolve("quarantine"))) {
            assertEquals(1, aside.count());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void aCopyThatCannotBeReadLeavesTheStoreAsItWas() throws Exception {
        Store store = stores.open(home);
        store.apply(List.of(said(1, "one")));
        store.close();
        Path bad = Files.writeString(folder.resolve("bad"), "no database ".repeat(1_000));
        assertThrows(GatewayException.class, () -> stores.restore(home, bad));
        assertThrows(GatewayException.class, () -> stores.restore(home, folder.resolve("absent")));
        try (Stream<Path> all = Files.list(folder)) {
            assertTrue(all.noneMatch(path -> path.toString().contains(".restoring")));
        }
        Store again = stores.open(home);
        assertEquals(List.of("one"), texts(again));
        again.close();
    }

    @Test
    void searchIsCompleteWhileTheIndexLags() throws Exception {
        make();
        Link link = opener().plain(file());
        FactWriter writer = new FactWriter(link, new Json());
        writer.write(said(1, "天气 needle"));
        while (SearchIndex.advance(link)) {
            writer.write(said(1, "天气 needle"));
        }
        writer.write(said(2, "另一个天气 needle"));
        Store.Query newest = Store.Query.newest(10);
        assertEquals(2, SearchIndex.search(link, "天气", newest).size(), "one from the index, one from behind it");
        assertEquals(2, SearchIndex.search(link, "needle", newest).size());
        assertEquals(0, SearchIndex.search(link, "absent", newest).size());
        SearchIndex.reset(link);
        assertEquals(2, SearchIndex.search(link, "天气", newest).size());
        boolean more = SearchIndex.advance(link);
        assertEquals(2, SearchIndex.search(link, "天气", newest).size());
        assertEquals(
                2,
                SearchIndex.search(link, "needle", new Store.Query(10, null, "s1"))
                        .size());
        assertEquals(false, more);
        link.close();
    }

    @Test
    void keepsWhoWroteAndWhatWasAttached() throws Exception {
        Store store = stores.open(home);
        InboundMessage message = new InboundMessage(
                new MessageKey("test", "c1", "m1"),
                PLACE,
                Sender.of("test", "u1", "Ann"),
                "look",
                List.of(new Attachment("image", "a.png", "image/png", 5, "/x/a.png", null)),
                null,
                AT,
                Map.of());
        Fed accepted = new Fed(new Position(1), AT, new Fact.MessageAccepted(message, PLACE, "s1", "t1"));
        store.apply(List.of(accepted));
        store.apply(List.of(said(2, "look")));
        assertEquals("look", store.session("s1").orElseThrow().title());
        store.close();
        Link link = opener().reader(file());
        assertEquals("a.png", link.text("SELECT name FROM attachments WHERE turn_id='t1'"));
        assertEquals("Ann", link.text("SELECT display_name FROM sessions"));
        assertEquals(1, link.number("SELECT turns FROM usage", 0));
        link.close();
    }
}
