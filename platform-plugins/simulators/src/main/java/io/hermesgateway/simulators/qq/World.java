package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.Simulation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all parts of this far side share. Its monitor guards them: whatever happens, happens one after the other. */
final class World {
    static final String ID = "qqbot";

    final Simulation simulation;
    final SimClock clock;
    final QqKnobs knobs;
    final Map<String, Bot> bots = new LinkedHashMap<>();
    private long counted;

    World(Simulation simulation) {
        this.simulation = simulation;
        this.clock = simulation.clock();
        this.clock.guardedBy(this);
        this.knobs = new QqKnobs(simulation.knobs());
    }

    Instant now() {
        return clock.instant();
    }

    /** The time as messages carry it. */
    String timestamp() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(8)));
    }

    String hex(int bytes) {
        return simulation.hex(bytes);
    }

    long count() {
        return ++counted;
    }

    void note(String conversation, String kind, ObjectNode data) {
        simulation.transcript().add(ID, conversation, kind, data);
    }

    @Nullable
    Bot botOf(String token) {
        return bots.values().stream()
                .filter(bot -> bot.accepts(token, now()))
                .findFirst()
                .orElse(null);
    }
}
