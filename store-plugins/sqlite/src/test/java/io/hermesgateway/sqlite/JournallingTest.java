package io.hermesgateway.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class JournallingTest {
    private static final String LINUX = "6.1.0-18-amd64";

    @TempDir
    private Path folder;

    private record Place(String type, String release) implements Places {
        @Override
        public String fileSystem(Path file) {
            return type;
        }

        @Override
        public String operatingSystem() {
            return release;
        }
    }

    private String mode(Places places) throws Exception {
        Path path = folder.resolve("state.db");
        Opener opener = new Opener(places, false, Duration.ofSeconds(5), Opener.BeforeMigration.NOTHING);
        Connections open = opener.open(path, StateSchema.schema());
        try {
            open.write(link -> link.update("INSERT INTO meta VALUES('x', 1) ON CONFLICT DO UPDATE SET value=value+1"));
            return open.read(link -> link.pragma("journal_mode"));
        } finally {
            open.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "overlay", "tmpfs", "apfs", "NTFS"})
    void writesAheadWhereItCan(String type) throws Exception {
        assertEquals("wal", mode(new Place(type, LINUX)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse", "fuse.sshfs", "fuseblk", "9p", "drvfs"})
    void keepsARollbackJournalWhereFilesAreShared(String type) throws Exception {
        assertEquals("delete", mode(new Place(type, LINUX)));
        assertFalse(Files.exists(folder.resolve("state.db-wal")));
    }

    @ParameterizedTest
    @CsvSource({
        "4.4.0-19041-Microsoft, delete",
        "5.15.90.1-microsoft-standard-WSL2, wal",
    })
    void tellsTheTwoEditionsOfTheSubsystemApart(String release, String mode) throws Exception {
        assertEquals(mode, mode(new Place("ext4", release)));
    }

    @Test
    void goesFromOneToTheOther() throws Exception {
        assertEquals("wal", mode(new Place("ext4", LINUX)));
        assertEquals("delete", mode(new Place("nfs4", LINUX)));
        assertEquals("wal", mode(new Place("ext4", LINUX)));
    }

    @Test
    void aPlaceThatCannotBeToldIsTried() throws Exception {
        assertEquals("wal", mode(new Places() {
            @Override
            public String fileSystem(Path file) throws IOException {
                throw new IOException("no idea");
            }

            @Override
            public String operatingSystem() {
                return "";
            }
        }));
    }

    @Test
    void theRealPlaceHasAType() throws Exception {
        assertFalse(Places.REAL.fileSystem(folder.resolve("not-there-yet")).isBlank());
        assertTrue(Places.REAL.operatingSystem().length() < 1_000);
    }
}
