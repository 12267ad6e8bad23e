package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.cli.data.Sqlite;
import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The home of another Hermes gateway, brought into ours. It is only read: databases are copied with their logs before
 * they are opened. Everything may be brought again; what is here already stays as it is.
 */
public final class ForeignHome {
    private static final List<String> SIGNS =
            List.of("config.yaml", ".env", "state.db", "sessions", "cron", "kanban.db", "platforms", "pairing");
    private static final int OURS = 0x48475731;

    private final Path from;
    private final Path home;
    private final Path temporary;
    private final Report report = new Report();
    private final Words words;

    /** @param temporary an empty folder for the owner only, within our home */
    public ForeignHome(Path from, Path home, Path temporary, Words words) {
        this.from = from;
        this.home = home;
        this.temporary = temporary;
        this.words = words;
    }

    /** Whether there is anything to be brought. */
    public static boolean isOne(Path folder) {
        return SIGNS.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** Whether this very program made it; then there are copies and no import. */
    public static boolean isOurs(Path folder) throws IOException {
        Path state = folder.resolve("state.db");
        return Files.isDirectory(folder.resolve("journal"))
                || (Files.isRegularFile(state)
                        && Sqlite.applicationId(state).filter(id -> id == OURS).isPresent());
    }

    /** Everything but the sessions. */
    public void bringFiles(List<SettingsSpec> specs) throws IOException {
        Path trial = PrivateFile.temporary(temporary, "trial");
        new ForeignConfig(from, home, trial, specs, report, words).bring();
        new ForeignFiles(from, home, temporary, report, words).bring();
    }

    /** Writes the sessions as facts; false when there are none. */
    public boolean writeSessions(Path file) throws IOException {
        try (SessionImport.Writer out = new SessionImport.Writer(file)) {
            return new ForeignSessions(from, temporary, report, words).write(out) > 0;
        }
    }

    public void sessionsCame(SessionImport.Brought brought) {
        String detail = words.say("import_sessions", brought.lines(), brought.continued());
        report.count("sessions", brought.sessions() + brought.continued(), brought.known(), detail);
    }

    public void sessionsFailed(String why) {
        report.add("sessions", Report.State.FAILED, 0, 0, why);
    }

    public Report report() {
        return report;
    }
}
