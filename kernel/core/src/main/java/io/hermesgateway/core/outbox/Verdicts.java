package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.platform.Capabilities;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the far side's word means for a delivery. A delivery that may have arrived once is in doubt for good: it is only
 * ever repeated unchanged, and only where the far side recognises repeats. An edit says the same however often it
 * comes, so for it doubt is nothing worse than a delay.
 */
final class Verdicts {
    private static final Duration GIVE_UP = Duration.ofHours(24);
    /** Far sides forget: a repeat is recognised for an hour or so. */
    private static final Duration RECOGNISED = Duration.ofMinutes(30);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Prompts prompts;
    private final InstantSource clock;
    private final RandomGenerator random;

    Verdicts(Prompts prompts, InstantSource clock, RandomGenerator random) {
        this.prompts = prompts;
        this.clock = clock;
        this.random = random;
    }

    List<Fact> of(State state, OpenDelivery d, SendResult result, boolean recognisesRepeats) {
        if (result instanceof SendResult.Sent sent) {
            List<Fact> facts = new ArrayList<>();
            facts.add(settled(d, DeliveryState.SENT, sent.messageId(), "", null));
            facts.addAll(prompts.shown(state, d.delivery(), sent.messageId(), clock.instant()));
            return facts;
        }
        if (result instanceof SendResult.Refused refused) {
            return refused(state, d, refused.code().code() + ": " + refused.why());
        }
        if (result instanceof SendResult.InAudit audit) {
            return List.of(settled(d, DeliveryState.IN_AUDIT, "", audit.auditId(), null));
        }
        if (result instanceof SendResult.Parked parked) {
            boolean doubt = inDoubt(d);
            return List.of(settled(d, doubt ? DeliveryState.UNCERTAIN : DeliveryState.PARKED, "", parked.why(), null));
        }
        if (result instanceof SendResult.Later later) {
            return List.of(later(d, later.pause(), later.why()));
        }
        return List.of(uncertain(d, ((SendResult.Uncertain) result).why(), recognisesRepeats));
    }

    /** What is to be noted, if anything, before or instead of handing it over. */
    Optional<Fact> insteadOfSending(OpenDelivery d, Capabilities can) {
        if (d.state() == DeliveryState.SENDING) {
            return Optional.of(orphaned(d));
        }
        if (isEdit(d) && !can.edits()) {
            return Optional.of(settled(d, DeliveryState.CANCELLED, "", "messages cannot be changed there", null));
        }
        return inDoubt(d) && !(can.recognisesRepeats() && isFresh(d))
                ? Optional.of(settled(d, DeliveryState.UNCERTAIN, "", d.why(), null))
                : Optional.empty();
    }

    /** The word about a delivery that was under way when nobody was left to hear the answer. */
    Fact orphaned(OpenDelivery d) {
        DeliveryState state = isEdit(d) ? DeliveryState.RETRYING : DeliveryState.UNCERTAIN;
        return settled(d, state, "", "the gateway ended while it was being sent", clock.instant());
    }

    private boolean isFresh(OpenDelivery d) {
        return d.doubtSince() == null || d.doubtSince().plus(RECOGNISED).isAfter(clock.instant());
    }

    /** Nobody answers for an edit or for a prompt that is over, so they never become dead letters. */
    private List<Fact> refused(State state, OpenDelivery d, String why) {
        List<Fact.DeliveryQueued> instead = prompts.instead(state, d.delivery());
        boolean quiet = isEdit(d) || !instead.isEmpty() || Prompts.isOver(state, d.delivery());
        List<Fact> facts = new ArrayList<>();
        facts.add(settled(d, quiet ? DeliveryState.CANCELLED : DeliveryState.FAILED, "", why, null));
        facts.addAll(instead);
        return facts;
    }

    private Fact later(OpenDelivery d, Duration pause, String why) {
        Instant now = clock.instant();
        Instant since = d.triedSince() == null ? now : d.triedSince();
        if (!since.plus(GIVE_UP).isAfter(now)) {
            DeliveryState end = inDoubt(d) ? DeliveryState.UNCERTAIN : DeliveryState.FAILED;
            return settled(d, isEdit(d) ? DeliveryState.CANCELLED : end, "", "given up: " + why, null);
        }
        Instant next = now.plus(pause.isZero() ? pause(d.attempts()) : pause);
        return settled(d, inDoubt(d) ? DeliveryState.UNCERTAIN : DeliveryState.RETRYING, "", why, next);
    }

    private Fact uncertain(OpenDelivery d, String why, boolean recognisesRepeats) {
        if (isEdit(d)) {
            return later(d, Duration.ZERO, why);
        }
        Instant now = clock.instant();
        Instant next = d.doubtSince() == null ? now : now.plus(pause(d.attempts()));
        return settled(d, DeliveryState.UNCERTAIN, "", why, recognisesRepeats && isFresh(d) ? next : null);
    }

    /** Doubles from one second to five minutes; up to half of it is left to chance, so that not all come at once. */
    private Duration pause(int attempts) {
        long full = Math.min(LONGEST_PAUSE.toMillis(), 1_000L << Math.min(attempts - 1, 20));
        return Duration.ofMillis(full - random.nextLong(full / 2));
    }

    private static boolean inDoubt(OpenDelivery d) {
        return d.doubtSince() != null && !isEdit(d);
    }

    /** Whether the far side's word about a delivery in this state is still to come. */
    static boolean awaited(DeliveryState state) {
        return state == DeliveryState.SENDING || state == DeliveryState.IN_AUDIT || state == DeliveryState.UNCERTAIN;
    }

    static boolean isEdit(OpenDelivery d) {
        return d.delivery().body() instanceof Body.Edit;
    }

    private static Fact settled(
            OpenDelivery d, DeliveryState state, String messageId, String why, @Nullable Instant nextAt) {
        return new Fact.DeliverySettled(d.delivery().id(), state, messageId, why, nextAt);
    }
}
