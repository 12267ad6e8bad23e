package io.hermesgateway.core;

import io.hermesgateway.core.control.EventLog;
import io.hermesgateway.core.control.HealthBoard;
import io.hermesgateway.core.host.HostThreads;
import io.hermesgateway.core.host.KernelRegistry;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.time.KernelTasks;
import io.hermesgateway.spi.service.Rows;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What everything else stands on: time, threads, the journal and the state read from it, the boards. */
final class Ground {
    final InstantSource clock = InstantSource.system();
    final HostThreads threads = new HostThreads(new ThreadGroup("kernel"));
    final KernelTasks tasks = new KernelTasks(threads);
    final KernelRegistry registry = new KernelRegistry();
    final Path home;
    final String version;
    final Configured configured;
    final FileJournal journal;
    final Ledger ledger;
    final HealthBoard board;
    final EventLog events;

    /** Reads the whole journal before it returns. */
    Ground(Path home, String version, Configured configured) {
        this.home = home;
        this.version = version;
        this.configured = configured;
        Options standard = Options.standard(threads.kernel("journal"));
        journal = FileJournal.open(home.resolve("journal"), clock, configured.sized(standard));
        ledger = new Ledger(journal, clock);
        board = new HealthBoard(version, clock);
        events = new EventLog(clock);
        events.follow(ledger);
        board.ask(this::journalState);
    }

    private List<Rows.Component> journalState() {
        String trouble = journal.health().trouble();
        return List.of(
                new Rows.Component("journal", trouble == null ? "ok" : "failed", trouble == null ? "" : trouble));
    }

    void close() {
        ledger.close();
        journal.close();
        threads.close();
    }
}
