package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.journal.JournalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest extends JournalContract {
    @TempDir
    Path home;

    private final ManualClock clock = new ManualClock();

    @Override
    protected JournalStore start() {
        return FileJournal.open(home.resolve("journal"), clock, Options.standard(Thread::new));
    }
}
