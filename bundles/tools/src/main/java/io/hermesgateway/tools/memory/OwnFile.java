package io.hermesgateway.tools.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that only the gateway's account may read; whoever reads one sees the old or the new, never half. */
final class OwnFile {
    private OwnFile() {}

    static void write(Path folder, String name, byte[] content) throws IOException {
        Files.createDirectories(folder);
        // Made as temporary, the file is the owner's alone.
        Path fresh = Files.createTempFile(folder, ".", ".new");
        Files.write(fresh, content);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
