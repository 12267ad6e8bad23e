package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where backups of a database are. */
public interface Spares {
    /** Newest first. */
    List<Path> of(Path database) throws IOException;
}
