package io.hermesgateway.sqlite.heal;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was done, in numbers.
 *
 * @param damage what had happened
 * @param kept where the damaged file is now; null when there was none
 * @param backup the backup that was used; null when there was none
 * @param fromBackup rows that came from it
 * @param found rows that were found in the damaged file
 * @param salvaged those of them that were nowhere else
 * @param doubtful those of them that looked wrong
 * @param fromOpen rows that were still to be had through the connection that was open
 * @param again facts that the journal is asked for again
 */
record Repaired(
        Instant at,
        String name,
        Damage damage,
        @Nullable Path kept,
        @Nullable Path backup,
        long fromBackup,
        long found,
        long salvaged,
        long doubtful,
        long fromOpen,
        long again) {

    static Repaired nothingLost(Instant at, Path file, Damage damage, @Nullable Path kept) {
        return new Repaired(at, String.valueOf(file.getFileName()), damage, kept, null, 0, 0, 0, 0, 0, 0);
    }
}
