package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.cli.foreign.ForeignHome;
import io.hermesgateway.cli.foreign.Report;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.error.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes import}: with a running gateway through it, else into its journal. */
@CommandLine.Command(
        name = "import",
        description = "Brings settings, people, jobs, boards and sessions over from another Hermes home.")
final class ImportCommand extends Command.Listing {
    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The other home; it is only read.")
    Path from;

    ImportCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        Path source = from.toAbsolutePath().normalize();
        try {
            check(shell, source);
            Path temporary = PrivateFile.temporary(shell.home(), "import");
            try {
                System.setProperty("org.sqlite.tmpdir", temporary.toString());
                Report report = bring(shell, new ForeignHome(source, shell.home(), temporary, shell::say), temporary);
                show(shell, report);
                CopyProgress.show(shell, "");
                return report.failed() ? Exit.FAILED : Exit.DONE;
            } finally {
                delete(temporary);
            }
        } catch (IOException failed) {
            throw shell.failure(Exit.FAILED, "import_failed", String.valueOf(failed));
        }
    }

    private static void check(Shell shell, Path source) throws IOException {
        if (!Files.isDirectory(source) || !ForeignHome.isOne(source)) {
            throw shell.failure(Exit.USAGE, "import_no_home", source);
        }
        boolean same = Files.isDirectory(shell.home()) && Files.isSameFile(source, shell.home());
        if (same || ForeignHome.isOurs(source)) {
            throw shell.failure(Exit.USAGE, same ? "import_itself" : "import_ours", source);
        }
    }

    private static Report bring(Shell shell, ForeignHome foreign, Path temporary) throws IOException {
        foreign.bringFiles(PluginSpecs.of(shell));
        Path sessions = temporary.resolve("sessions.facts");
        if (foreign.writeSessions(sessions)) {
            try {
                boolean serves = Owner.of(shell.home()).isPresent();
                foreign.sessionsCame(serves ? throughGateway(shell, sessions) : intoJournal(shell, sessions));
            } catch (Failure | GatewayException refused) {
                foreign.sessionsFailed(String.valueOf(refused.getMessage()));
            }
        }
        return foreign.report();
    }

    private static SessionImport.Brought throughGateway(Shell shell, Path sessions) {
        try (Client client = Client.connect(shell)) {
            Row row = client.call("sessions.import", Map.of("file", sessions.toString()), step -> tell(shell, step))
                    .row();
            return new SessionImport.Brought(
                    (int) row.number("sessions"), (int) row.number("continued"), (int) row.number("known"), (int)
                            row.number("lines"));
        }
    }

    private static void tell(Shell shell, Row step) {
        if (shell.terminal()) {
            shell.err().print("\r" + shell.say("import_step", String.valueOf(step.number("lines"))) + "\r");
        }
    }

    /** Nobody serves: the journal has a lock of its own, should somebody begin now. */
    private static SessionImport.Brought intoJournal(Shell shell, Path sessions) throws IOException {
        InstantSource clock = InstantSource.system();
        Options options = Options.standard(work -> new Thread(work, "journal"));
        Path folder = PrivateFile.folder(shell.home()).resolve("journal");
        try (FileJournal journal = FileJournal.open(folder, clock, options);
                Ledger ledger = new Ledger(journal, clock)) {
            return new SessionImport(ledger).take(sessions, step -> {});
        }
    }

    private void show(Shell shell, Report report) {
        List<Report.Item> items = report.items();
        if (json) {
            shell.out()
                    .println(
                            Json.write(items.stream().map(ImportCommand::fields).toList()));
            return;
        }
        Table table = new Table(shell, "what", "state", "brought", "known", "detail");
        items.forEach(item -> table.add(
                item.what(),
                item.state().word(),
                String.valueOf(item.brought()),
                String.valueOf(item.known()),
                item.detail()));
        table.print();
    }

    private static Map<String, Object> fields(Report.Item item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("item", item.what());
        fields.put("state", item.state().word());
        fields.put("brought", item.brought());
        fields.put("known", item.known());
        fields.put("detail", item.detail());
        return fields;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
