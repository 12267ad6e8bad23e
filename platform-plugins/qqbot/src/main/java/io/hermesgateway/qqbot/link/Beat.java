package io.hermesgateway.qqbot.link;

import io.hermesgateway.spi.plugin.Registration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When the next heartbeat is due, and whether the far side still answers them. Guarded by the link's lock. */
final class Beat {
    private static final double EARLIEST = 0.75;
    private static final double CHANCE = 0.1;
    private static final int DEAF = 2;

    private final LinkParts parts;
    private Duration interval = Duration.ofSeconds(41);
    private int unheard;
    private @Nullable Registration timer;

    Beat(LinkParts parts) {
        this.parts = parts;
    }

    void every(Duration announced) {
        interval = announced;
    }

    void begin(Runnable beat) {
        unheard = 0;
        next(beat);
    }

    void sent(Runnable beat) {
        unheard++;
        next(beat);
    }

    void heard() {
        unheard = 0;
    }

    boolean isDeaf() {
        return unheard >= DEAF;
    }

    private void next(Runnable beat) {
        stop();
        double part = EARLIEST + CHANCE * parts.random().nextDouble();
        timer = parts.tasks().after(Duration.ofMillis((long) (interval.toMillis() * part)), "qqbot heartbeat", beat);
    }

    void stop() {
        Registration now = timer;
        timer = null;
        if (now != null) {
            now.close();
        }
    }
}
