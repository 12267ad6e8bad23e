package io.hermesgateway.core.journal;

import static io.hermesgateway.testkit.journal.Records.append;
import static io.hermesgateway.testkit.journal.Records.open;
import static io.hermesgateway.testkit.journal.Records.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalOwnerTest {
    @TempDir
    Path home;

    private FileJournal journal() {
        return FileJournal.open(home.resolve("journal"), new ManualClock(), Options.standard(Thread::new));
    }

    @Test
    void refusesASecondOwnerInTheSameProcessByName() {
        try (FileJournal first = journal()) {
            GatewayException refused = assertThrows(GatewayException.class, this::journal);
            assertEquals(KernelError.HOME_IN_USE, refused.code());
            String words = String.valueOf(refused.getMessage());
            assertTrue(words.contains("process id " + ProcessHandle.current().pid()), words);
            append(first, open("turn/1", 1));
        }
        try (FileJournal next = journal()) {
            assertEquals(1, read(next).size());
        }
    }

    @Test
    void refusesASecondProcessUntilTheFirstIsKilled() throws Exception {
        try (JournalChild child = JournalChild.start(home.resolve("journal"), 1)) {
            assertNotNull(child.acknowledged());
            GatewayException refused = assertThrows(GatewayException.class, this::journal);
            assertEquals(KernelError.HOME_IN_USE, refused.code());
            String words = String.valueOf(refused.getMessage());
            assertTrue(words.contains("process id " + child.pid()), words);
            child.kill();
            try (FileJournal mine = journal()) {
                assertTrue(read(mine).size() > 0);
            }
        }
    }

    @Test
    void refusesAJournalOfAnotherKind() throws IOException {
        journal().close();
        Path kind = home.resolve("journal/JOURNAL");
        assertEquals("file 1\n", Files.readString(kind));
        Files.writeString(kind, "file 2\n");
        GatewayException refused = assertThrows(GatewayException.class, this::journal);
        assertEquals(KernelError.BAD_SETTING, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("'file 2'"), refused.getMessage());
    }

    @Test
    void saysWhatIsWrongWhenTheFolderIsAFile() throws IOException {
        Files.writeString(home.resolve("journal"), "not a folder");
        GatewayException refused = assertThrows(GatewayException.class, this::journal);
        assertEquals(KernelError.JOURNAL_UNAVAILABLE, refused.code());
    }

    @Test
    void letsNobodyElseRead() throws IOException {
        try (FileJournal journal = journal()) {
            append(journal, open("turn/1", 1));
            journal.putBlob("secret".getBytes(StandardCharsets.UTF_8));
        }
        try (Stream<Path> all = Files.walk(home.resolve("journal"))) {
            for (Path path : all.toList()) {
                String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
                assertEquals(
                        expected, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)), path.toString());
            }
        }
    }

    @Test
    void knowsABlobThatIsThereAlready() throws IOException {
        try (FileJournal journal = journal()) {
            String name = journal.putBlob(new byte[100_000]);
            Path path =
                    home.resolve("journal/blobs").resolve(name.substring(0, 2)).resolve(name);
            var written = Files.getLastModifiedTime(path);
            journal.putBlob(new byte[100_000]);
            assertEquals(written, Files.getLastModifiedTime(path));
            assertEquals(100_000, journal.blob(name).orElseThrow().length);
        }
    }
}
