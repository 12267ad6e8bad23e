package io.hermesgateway.cli;

import io.hermesgateway.cli.archive.HomeArchive;
import io.hermesgateway.cli.archive.HomeCopy;
import io.hermesgateway.cli.archive.Manifest;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.spi.error.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes backup}: while the gateway serves the store copies itself, else its file is copied. */
@CommandLine.Command(name = "backup", description = "Writes the whole home into one file, while everything goes on.")
final class BackupCommand extends Command.Listing {
    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int PATIENCE_SECONDS = 1_800;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "A new file (default: backups/hermes-YYYYMMDD-HHMMSS.zip in the home).")
    @Nullable
    Path file;

    BackupCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        if (!Files.isDirectory(shell.home())) {
            throw shell.failure(Exit.FAILED, "no_home", shell.home());
        }
        Instant now = InstantSource.system().instant();
        Path backups = shell.home().resolve("backups");
        Path target = (file == null ? backups.resolve("hermes-" + STAMP.format(now) + ".zip") : file).toAbsolutePath();
        if (Files.exists(target)) {
            throw shell.failure(Exit.FAILED, "exists", target);
        }
        try {
            Path temporary = PrivateFile.temporary(backups, "backup");
            try {
                System.setProperty("org.sqlite.tmpdir", temporary.toString());
                long waiting = waiting(shell);
                Manifest manifest = write(shell, target, temporary, now);
                show(shell, target, manifest, Math.max(0, waiting - manifest.position()));
            } finally {
                ImportCommand.delete(temporary);
            }
            return Exit.DONE;
        } catch (IOException failed) {
            throw shell.failure(Exit.FAILED, "backup_failed", String.valueOf(failed.getMessage()));
        }
    }

    /** Where the journal of a home ends that nobody serves: after a kill the store may not have got all of it. */
    private static long waiting(Shell shell) {
        Path folder = shell.home().resolve("journal");
        if (Owner.of(shell.home()).isPresent() || !Files.isDirectory(folder)) {
            return 0;
        }
        Options options = Options.standard(work -> new Thread(work, "journal"));
        try (FileJournal journal = FileJournal.open(folder, InstantSource.system(), options)) {
            return journal.end().value();
        } catch (GatewayException beingServed) {
            return 0;
        }
    }

    private Manifest write(Shell shell, Path target, Path temporary, Instant now) throws IOException {
        Path folder = PrivateFile.folder(temporary.resolve("home"));
        HomeCopy copy = new HomeCopy(shell.home(), folder, name -> tell(shell, name));
        tell(shell, "state");
        String kind =
                Owner.of(shell.home()).isPresent() ? live(shell, temporary, folder) : stopped(shell, copy, folder);
        List<String> names = copy.take();
        long position = HomeCopy.position(folder.resolve("state.db"));
        Manifest manifest = new Manifest(now.toString(), kind, position, HomeArchive.entries(folder, names));
        Path fresh = temporary.resolve("fresh.zip");
        HomeArchive.write(fresh, manifest, folder);
        HomeArchive.unpack(fresh, PrivateFile.folder(temporary.resolve("check")));
        place(fresh, target);
        return manifest;
    }

    /** The very file, or a copy where it lies on another disk. */
    private static void place(Path fresh, Path target) throws IOException {
        if (Files.getFileStore(fresh)
                .equals(Files.getFileStore(target.resolveSibling(".").normalize()))) {
            Files.move(fresh, target);
        } else {
            PrivateFile.create(target, new byte[0]);
            PrivateFile.copy(fresh, target);
        }
    }

    private static String live(Shell shell, Path temporary, Path folder) throws IOException {
        Path copy = temporary.resolve("state.copy");
        try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
            String kind = client.call("store.backup", Map.of("target", copy.toString()))
                    .row()
                    .text("kind");
            boolean database = kind.equals("sqlite");
            Path place = folder.resolve(database ? "state.db" : "state." + kind);
            Files.move(copy, place);
            if (database) {
                HomeArchive.checkDatabase("state.db", place);
            }
            return kind;
        }
    }

    private static String stopped(Shell shell, HomeCopy copy, Path folder) throws IOException {
        String kind = ConfigCommands.load(shell)
                .kernel()
                .find(KernelSettings.STORE_KIND)
                .orElse("sqlite");
        if (!kind.equals("sqlite")) {
            throw shell.failure(Exit.NOT_RUNNING, "backup_needs_gateway", kind);
        }
        if (!Files.exists(shell.home().resolve("state.db"))) {
            return "";
        }
        copy.database("state.db", folder.resolve("state.db"));
        return kind;
    }

    private void tell(Shell shell, String name) {
        if (!json) {
            shell.err().println(shell.say("backup_step", name));
        }
    }

    private void show(Shell shell, Path target, Manifest manifest, long behind) throws IOException {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("file", target.toString());
            fields.put("bytes", Files.size(target));
            fields.putAll(manifest.fields());
            fields.put("facts_not_in_it", behind);
            shell.out().println(Json.write(fields));
        } else {
            shell.out()
                    .println(shell.say(
                            "backup_done",
                            target,
                            String.valueOf(manifest.entries().size()),
                            String.valueOf(Files.size(target)),
                            String.valueOf(manifest.position())));
            if (behind > 0) {
                shell.out().println(shell.say("backup_behind", String.valueOf(behind)));
            }
        }
    }
}
