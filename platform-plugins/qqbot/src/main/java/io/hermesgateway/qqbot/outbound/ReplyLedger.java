package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.platform.PlatformContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which message of a person may still be answered, how often, and under which number the next answer goes. An answer is
 * claimed, and the claim kept, before it is sent: after a crash the same delivery goes out under the same number, and QQ
 * drops it when it was there. What is kept is kept in a few pieces, so that one claim does not write all chats.
 */
final class ReplyLedger {
    private static final int SHARDS = 16;
    /** What typing signs, streams and notices leave for answers. */
    private static final int LEFT_BY_EXTRAS = 2;

    private final PlatformContext context;
    private final List<Shard> shards = new ArrayList<>();

    /** What a message is for. */
    enum Purpose {
        ANSWER,
        /** A question; an answer comes after it. */
        QUESTION,
        /** Nothing is lost without it. */
        EXTRA
    }

    ReplyLedger(PlatformContext context) {
        this.context = context;
        for (int i = 0; i < SHARDS; i++) {
            shards.add(context.cursor(name(i)).map(Shard::parse).orElseGet(Shard::new));
        }
    }

    private static String name(int number) {
        return "replies." + number;
    }

    private static int number(Place place) {
        return Math.floorMod(place.text().hashCode(), SHARDS);
    }

    private Shard shard(Place place) {
        return shards.get(number(place));
    }

    void learn(Place place, String id, boolean event, Instant at) {
        Shard shard = shard(place);
        synchronized (shard) {
            shard.learn(place, new Handle(id, event, at));
        }
    }

    /** The claim of a delivery that may have been sent. */
    Optional<Claim> claimOf(Place place, String deliveryId) {
        Shard shard = shard(place);
        synchronized (shard) {
            return shard.claim(deliveryId);
        }
    }

    /** Takes the newest handle that has an answer left, of those not tried yet. */
    Optional<Claim> answer(Place place, Purpose purpose, Set<String> tried) {
        Shard shard = shard(place);
        synchronized (shard) {
            List<Handle> valid = shard.valid(place, context.clock().instant()).stream()
                    .filter(handle -> !tried.contains(handle.id))
                    .toList();
            int spare = purpose == Purpose.EXTRA ? LEFT_BY_EXTRAS : purpose == Purpose.QUESTION ? 1 : 0;
            Optional<Handle> best = valid.stream()
                    .filter(handle -> handle.left(place.scope()) > spare)
                    .findFirst();
            if (best.isEmpty() && purpose == Purpose.QUESTION) {
                best = valid.stream()
                        .filter(handle -> handle.left(place.scope()) > 0)
                        .findFirst();
            }
            return best.map(handle ->
                    new Claim(place, handle.event ? Claim.Mode.EVENT : Claim.Mode.MESSAGE, handle.id, handle.spend()));
        }
    }

    /** Takes an answer to this very handle, if it has one left. */
    Optional<Claim> answerTo(Place place, String handleId) {
        Shard shard = shard(place);
        synchronized (shard) {
            return shard.find(place, handleId)
                    .filter(handle -> handle.left(place.scope()) > 0)
                    .map(handle -> new Claim(
                            place, handle.event ? Claim.Mode.EVENT : Claim.Mode.MESSAGE, handle.id, handle.spend()));
        }
    }

    /** The newest message of a person, for what must name one and costs an answer. */
    Optional<Claim> sign(Place place) {
        Shard shard = shard(place);
        synchronized (shard) {
            return shard.valid(place, context.clock().instant()).stream()
                    .filter(handle -> !handle.event)
                    .findFirst()
                    .filter(handle -> handle.left(place.scope()) > LEFT_BY_EXTRAS)
                    .map(handle -> new Claim(place, Claim.Mode.MESSAGE, handle.id, handle.spend()));
        }
    }

    /** Keeps the claim of a delivery; false when the journal takes nothing, and then nothing may be sent. */
    boolean keep(String deliveryId, Claim claim) {
        int number = number(claim.place());
        Shard shard = shards.get(number);
        synchronized (shard) {
            shard.put(deliveryId, claim);
            return context.saveCursor(name(number), shard.text(context.clock().instant()));
        }
    }

    /** The delivery came to an end. */
    void forget(Place place, String deliveryId) {
        Shard shard = shard(place);
        synchronized (shard) {
            shard.drop(deliveryId);
        }
    }

    /** The message was surely not taken, so the answer is still there. */
    void giveBack(Claim claim) {
        Shard shard = shard(claim.place());
        synchronized (shard) {
            shard.find(claim.place(), claim.handle()).ifPresent(Handle::giveBack);
        }
    }

    /** The same handle with the next number. */
    Claim renumbered(Claim claim) {
        Shard shard = shard(claim.place());
        synchronized (shard) {
            int seq = shard.find(claim.place(), claim.handle())
                    .map(Handle::nextSeq)
                    .orElse(claim.seq() + 1);
            return new Claim(claim.place(), claim.mode(), claim.handle(), seq);
        }
    }

    /** QQ takes no more answers to it. */
    void dead(Claim claim) {
        Shard shard = shard(claim.place());
        synchronized (shard) {
            shard.find(claim.place(), claim.handle()).ifPresent(Handle::die);
        }
    }
}
