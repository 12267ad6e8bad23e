package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What QQ does not let this bot do; learned from refusals and believed for an hour. */
final class Permissions {
    private static final Duration BELIEVED = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();

    Permissions(InstantSource clock) {
        this.clock = clock;
    }

    void refused(Verdict verdict, Place place) {
        refused.put(key(verdict, place), clock.instant());
    }

    /** Plain words do for a bot that may not send the other. */
    Draft allowed(Draft draft, Place place) {
        boolean keyboard = draft instanceof Draft.Card && is(Verdict.NO_KEYBOARD, place);
        boolean marks =
                (draft instanceof Draft.Card || draft instanceof Draft.Markdown) && is(Verdict.NO_MARKDOWN, place);
        return keyboard || marks ? draft.plain() : draft;
    }

    /** Whether the bot may begin to talk in chats of this kind, as far as is known. */
    boolean mayBegin(Place place) {
        return !is(Verdict.NOT_ACTIVE, place);
    }

    private boolean is(Verdict verdict, Place place) {
        Instant at = refused.get(key(verdict, place));
        return at != null && at.plus(BELIEVED).isAfter(clock.instant());
    }

    private static String key(Verdict verdict, Place place) {
        return verdict == Verdict.NOT_ACTIVE ? verdict + place.scope().word() : verdict.name();
    }
}
