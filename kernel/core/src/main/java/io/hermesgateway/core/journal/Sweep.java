package io.hermesgateway.core.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes large bodies that no record names, neither in the journal nor in its archive: what was stored for an append
 * that never came. Once a day, and only what has been there for a while.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration GRACE = Duration.ofHours(6);
    private static final Pattern NAME = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

    private final Blobs blobs;
    private final Path archive;
    private final InstantSource clock;
    private Instant next;

    Sweep(Blobs blobs, Path archive, InstantSource clock) {
        this.blobs = blobs;
        this.archive = archive;
        this.clock = clock;
        this.next = clock.instant().plus(GRACE);
    }

    void sweep(List<Segment> segments) {
        if (clock.instant().isBefore(next)) {
            return;
        }
        next = clock.instant().plus(EVERY);
        Instant before = clock.instant().minus(GRACE);
        try {
            Set<String> unnamed = blobs.storedBefore(before);
            if (unnamed.isEmpty()) {
                return;
            }
            Consumer<String> each = payload -> {
                for (Matcher name = NAME.matcher(payload); name.find(); ) {
                    unnamed.remove(name.group());
                }
            };
            for (Segment segment : segments) {
                payloads(segment, each);
            }
            Archives.payloads(archive, each);
            for (String name : unnamed) {
                blobs.deleteIfOlder(name, before);
            }
        } catch (IOException failed) {
            LOG.warn("Large bodies that nobody needs could not be looked for; they are kept", failed);
        }
    }

    private static void payloads(Segment segment, Consumer<String> each) throws IOException {
        try (SegmentReader reader = new SegmentReader(segment.path(), segment.bytes())) {
            for (Group group = reader.nextIntact(); group != null; group = reader.nextIntact()) {
                while (group.next()) {
                    each.accept(group.record().payload());
                }
            }
        }
    }
}
