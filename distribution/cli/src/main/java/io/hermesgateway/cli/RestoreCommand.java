package io.hermesgateway.cli;

import io.hermesgateway.cli.archive.HomeArchive;
import io.hermesgateway.cli.archive.Manifest;
import io.hermesgateway.cli.archive.Part;
import io.hermesgateway.cli.archive.Quarantine;
import io.hermesgateway.cli.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hermes restore}: nothing is touched before the whole archive was seen. In a running gateway the store puts its
 * copy back itself and is fed what happened since; other databases are exchanged while their plugin rests.
 */
@CommandLine.Command(
        name = "restore",
        description = "Puts a backup back, into the running gateway or a stopped home; what was there is kept.")
final class RestoreCommand extends Command {
    private static final int PATIENCE_SECONDS = 1_800;
    private static final String KEEPER = "store-sqlite";

    @Parameters(paramLabel = "FILE", description = "What hermes backup wrote.")
    Path file;

    @Option(names = "--only", paramLabel = "state|kanban|responses|config", description = "Only this part.")
    @Nullable
    String only;

    RestoreCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        if (only != null && !Part.words().contains(only)) {
            throw shell.failure(Exit.USAGE, "restore_part", only);
        }
        if (!Files.isReadable(file)) {
            throw shell.failure(Exit.FAILED, "no_file", file);
        }
        try {
            Path temporary = PrivateFile.temporary(PrivateFile.folder(shell.home()), "restore");
            try {
                System.setProperty("org.sqlite.tmpdir", temporary.toString());
                restore(shell, temporary);
            } finally {
                ImportCommand.delete(temporary);
            }
            return Exit.DONE;
        } catch (IOException failed) {
            throw shell.failure(Exit.FAILED, "restore_failed", String.valueOf(failed.getMessage()));
        }
    }

    private void restore(Shell shell, Path temporary) throws IOException {
        Path folder = PrivateFile.folder(temporary.resolve("home"));
        Manifest manifest = unpacked(shell, folder);
        List<Manifest.Entry> wanted = manifest.entries().stream()
                .filter(entry -> only == null || entry.part().word().equals(only))
                .toList();
        if (wanted.isEmpty()) {
            throw shell.failure(Exit.FAILED, "restore_nothing", file, only == null ? "" : only);
        }
        Quarantine quarantine = new Quarantine(
                shell.home(), BackupCommand.STAMP.format(InstantSource.system().instant()));
        if (Owner.of(shell.home()).isPresent()) {
            live(shell, wanted, folder, quarantine);
        } else {
            stopped(shell, wanted, folder, quarantine);
        }
        shell.out()
                .println(shell.say(
                        "restore_done",
                        String.valueOf(wanted.size()),
                        manifest.createdAt(),
                        String.valueOf(manifest.position())));
        if (!of(wanted, Part.STATE).isEmpty()) {
            CopyProgress.show(shell, "");
        }
    }

    private Manifest unpacked(Shell shell, Path folder) {
        try {
            return HomeArchive.unpack(file, folder);
        } catch (IOException unbelievable) {
            throw shell.failure(Exit.FAILED, "restore_damaged", file, String.valueOf(unbelievable.getMessage()));
        }
    }

    /** Settings come last: with them the gateway may begin to serve other accounts. */
    private static void live(Shell shell, List<Manifest.Entry> wanted, Path folder, Quarantine quarantine)
            throws IOException {
        for (Manifest.Entry entry : of(wanted, Part.STATE)) {
            try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
                client.call(
                        "store.restore",
                        Map.of("from", folder.resolve(entry.name()).toString()));
            }
        }
        List<Manifest.Entry> databases = wanted.stream()
                .filter(entry -> entry.part() == Part.KANBAN || entry.part() == Part.RESPONSES)
                .toList();
        if (!databases.isEmpty()) {
            boolean rests = rest(shell);
            try {
                replace(databases, folder, quarantine);
            } finally {
                if (rests) {
                    act(shell, "plugins.start");
                }
            }
        }
        replace(of(wanted, Part.CONFIG), folder, quarantine);
    }

    /** Whether the plugin that has the databases open was running and rests now. */
    private static boolean rest(Shell shell) {
        try (Client client = Client.connect(shell)) {
            boolean runs = Row.list(client.call("plugins.list", Map.of()).result()).stream()
                    .anyMatch(row ->
                            row.text("id").equals(KEEPER) && !row.text("state").equals("stopped"));
            if (runs) {
                client.call("plugins.stop", Map.of("id", KEEPER));
            }
            return runs;
        }
    }

    private static void act(Shell shell, String call) {
        try (Client client = Client.connect(shell)) {
            client.call(call, Map.of("id", KEEPER));
        }
    }

    private static void stopped(Shell shell, List<Manifest.Entry> wanted, Path folder, Quarantine quarantine)
            throws IOException {
        for (Manifest.Entry entry : of(wanted, Part.STATE)) {
            if (!entry.name().equals("state.db")) {
                throw shell.failure(Exit.NOT_RUNNING, "restore_needs_gateway", entry.name());
            }
        }
        replace(wanted, folder, quarantine);
    }

    private static void replace(List<Manifest.Entry> entries, Path folder, Quarantine quarantine) throws IOException {
        for (Manifest.Entry entry : entries) {
            quarantine.replace(entry.name(), folder.resolve(entry.name()));
        }
    }

    private static List<Manifest.Entry> of(List<Manifest.Entry> wanted, Part part) {
        return wanted.stream().filter(entry -> entry.part() == part).toList();
    }
}
