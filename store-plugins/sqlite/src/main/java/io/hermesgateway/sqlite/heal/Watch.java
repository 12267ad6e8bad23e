package io.hermesgateway.sqlite.heal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.sqlite.DatabaseFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at an open file now and then, also when nobody wants anything of it: whether it is still the one at its path, and
 * whether its first page can be read anew. When it was written, every page is looked at: in a hundredth of the time, but
 * once a minute as long as that takes no more than two seconds, and never in more than a thirtieth of the time.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int SHARE = 100;
    private static final int SHARE_MOST = 30;
    private static final Duration PAUSE_LEAST = Duration.ofSeconds(10);
    private static final Duration PAUSE_USUAL = Duration.ofMinutes(1);

    private final Healer healer;
    private final DatabaseFile file;
    private final InstantSource clock;
    private Instant nextCheck = Instant.MIN;

    Watch(Healer healer, DatabaseFile file, InstantSource clock) {
        this.healer = healer;
        this.file = file;
        this.clock = clock;
    }

    void look() {
        if (!file.isOpen()) {
            return;
        }
        Patient patient = healer.of(file.path());
        Path strange = patient.strangeSidecar();
        if (strange != null) {
            healer.exchanged(file, strange);
            return;
        }
        try {
            if (patient.waitsFor != null) {
                tryToWrite();
            } else {
                file.apart(link -> link.number("SELECT count(*) FROM sqlite_schema", 0));
                patient.note();
                check(patient);
            }
        } catch (GatewayException unavailable) {
            LOG.debug("{} was looked at and failed", file.path(), unavailable);
        }
    }

    /** Writes what is there already; that needs room and the lock like any other write. */
    private void tryToWrite() {
        boolean written = file.write(link -> {
            link.run("PRAGMA user_version=" + link.pragma("user_version"));
            return true;
        });
        if (written) {
            healer.over(file);
        }
    }

    private void check(Patient patient) {
        Instant begin = clock.instant();
        if (begin.isBefore(nextCheck) || !patient.changed()) {
            return;
        }
        boolean sound = file.apart(link -> link.pragma("integrity_check(1)").equals("ok"));
        Instant end = clock.instant();
        nextCheck = end.plus(pauseAfter(Duration.between(begin, end)));
        if (!sound) {
            healer.heal(file, Damage.PAGES);
        }
    }

    /** Until every page is looked at again, after that took so long. */
    static Duration pauseAfter(Duration check) {
        Duration longest = longer(PAUSE_USUAL, check.multipliedBy(SHARE_MOST));
        Duration pause = longer(PAUSE_LEAST, check.multipliedBy(SHARE));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
