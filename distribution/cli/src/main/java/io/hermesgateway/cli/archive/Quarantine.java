package io.hermesgateway.cli.archive;

import io.hermesgateway.cli.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Where files go that something else takes the place of; nothing there is ever deleted. */
public final class Quarantine {
    private static final String REASON = "restored";
    private static final List<String> SIDECARS = List.of("", "-wal", "-shm", "-journal");

    private final Path home;
    private final Path folder;
    private final String stamp;

    public Quarantine(Path home, String stamp) {
        this.home = home;
        this.folder = home.resolve("quarantine");
        this.stamp = stamp;
    }

    /**
     * Puts a file into its place; a database that was there goes with its sidecars, another file leaves a copy. What is
     * the same already stays.
     */
    public void replace(String name, Path fresh) throws IOException {
        Path place = home.resolve(name);
        if (!Part.isDatabase(name) && Files.exists(place) && Files.mismatch(place, fresh) < 0) {
            return;
        }
        Path kept = free(place);
        if (Part.isDatabase(name)) {
            for (String suffix : SIDECARS) {
                Path old = Path.of(place + suffix);
                if (Files.exists(old)) {
                    Files.move(old, Path.of(kept + suffix), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } else if (Files.exists(place)) {
            PrivateFile.copy(place, kept);
        }
        PrivateFile.copy(fresh, place);
    }

    private Path free(Path place) throws IOException {
        PrivateFile.folder(folder);
        for (int again = 0; ; again++) {
            String at = stamp + (again == 0 ? "" : "-" + again);
            Path kept = folder.resolve(place.getFileName() + "." + at + "." + REASON);
            if (SIDECARS.stream().noneMatch(suffix -> Files.exists(Path.of(kept + suffix)))) {
                return kept;
            }
        }
    }
}
