package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.SimReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The long polls. A held poll is a future and a timer, never a thread. What is answered is decided by the cursor alone, so
 * that an answer which got lost on the way is given again.
 */
final class PollDesk {
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private record Held(Bot bot, long position, CompletableFuture<SimReply> answer, SimClock.Timer end) {}

    private final Ground ground;
    private final Map<Bot, List<Held>> held = new HashMap<>();
    private final Set<Bot> lingering = new HashSet<>();
    private final Map<String, Integer> overlaps = new HashMap<>();

    PollDesk(Ground ground) {
        this.ground = ground;
    }

    CompletableFuture<SimReply> poll(Bot bot, String buffer) {
        synchronized (ground) {
            if (stale(bot)) {
                return CompletableFuture.completedFuture(refusal());
            }
            bot.channel().active(ground.now());
            meetOthers(bot);
            Optional<Long> position = position(bot, buffer);
            if (position.isEmpty()) {
                ground.violated(bot.id(), "cursor", "a cursor that was never handed out");
                return CompletableFuture.completedFuture(Answers.ret(-1, "invalid get_updates_buf"));
            }
            if (bot.log().hasAfter(position.get())) {
                return CompletableFuture.completedFuture(batch(bot, position.get()));
            }
            return hold(bot, position.get());
        }
    }

    private Optional<Long> position(Bot bot, String buffer) {
        MessageLog log = bot.log();
        if (buffer.isEmpty()) {
            return Optional.of(ground.habits().is("first", "now") ? log.end() : log.oldest());
        }
        Optional<Long> position = Cursor.of(bot.id(), buffer).map(Cursor::position);
        return position.isEmpty() && ground.habits().is("bad_cursor", "oldest") ? Optional.of(log.oldest()) : position;
    }

    private void meetOthers(Bot bot) {
        List<Held> others = List.copyOf(held.getOrDefault(bot, List.of()));
        if (others.isEmpty()) {
            return;
        }
        overlaps.merge(bot.id(), 1, Integer::sum);
        ground.note("", "overlap", Json.object().put("bot", bot.id()));
        if (ground.habits().is("overlap", "steal")) {
            others.forEach(older -> older.answer.complete(answer(bot, older.position, List.of())));
        } else if (ground.habits().is("overlap", "kick")) {
            others.forEach(older -> older.answer.complete(refusal()));
        }
    }

    private CompletableFuture<SimReply> hold(Bot bot, long position) {
        CompletableFuture<SimReply> answer = new CompletableFuture<>();
        SimClock.Timer end = ground.after(holdTime(), () -> {
            bot.channel().active(ground.now());
            answer.complete(answer(bot, position, List.of()));
        });
        Held poll = new Held(bot, position, answer, end);
        held.computeIfAbsent(bot, any -> new ArrayList<>()).add(poll);
        var unused = answer.whenComplete((reply, aborted) -> release(poll));
        return answer;
    }

    /** Also the way out of a poll whose client went away: it cancels the answer. */
    private void release(Held poll) {
        synchronized (ground) {
            poll.end.cancel();
            List<Held> polls = held.get(poll.bot);
            if (polls != null && polls.remove(poll) && polls.isEmpty()) {
                held.remove(poll.bot);
            }
            poll.bot.channel().active(ground.now());
        }
    }

    private Duration holdTime() {
        Duration hold = ground.habits().span("hold_ms");
        Duration advertised = ground.habits().span("advertised_ms");
        Duration most = advertised.minus(MARGIN);
        return advertised.isZero() || hold.compareTo(most) <= 0 ? hold : most.isNegative() ? Duration.ZERO : most;
    }

    /** There is something new for this bot. */
    void wake(Bot bot) {
        synchronized (ground) {
            bot.channel().active(ground.now());
            Duration linger = ground.habits().span("linger_ms");
            if (linger.isZero()) {
                deliver(bot);
            } else if (held.containsKey(bot) && lingering.add(bot)) {
                ground.after(linger, () -> deliver(bot));
            }
        }
    }

    private void deliver(Bot bot) {
        lingering.remove(bot);
        for (Held poll : List.copyOf(held.getOrDefault(bot, List.of()))) {
            if (bot.log().hasAfter(poll.position)) {
                poll.answer.complete(batch(bot, poll.position));
            }
        }
    }

    /** Held polls of this bot get -14 now. */
    void refuse(Bot bot) {
        synchronized (ground) {
            List.copyOf(held.getOrDefault(bot, List.of())).forEach(poll -> poll.answer.complete(refusal()));
        }
    }

    boolean stale(Bot bot) {
        Habits habits = ground.habits();
        if (isHeld(bot)) {
            bot.channel().active(ground.now());
        }
        return bot.channel().stale(habits.span("idle_ms"), habits.number("idle_starts"), ground.now());
    }

    SimReply refusal() {
        return Answers.stale(ground.habits().text("stale_shape"));
    }

    private SimReply batch(Bot bot, long position) {
        return answer(bot, position, bot.log().read(position, ground.habits().number("batch")));
    }

    private SimReply answer(Bot bot, long position, List<ObjectNode> messages) {
        long after = messages.isEmpty() ? position : bot.log().after(position, messages.size());
        ArrayNode list = Json.array().addAll(messages);
        ObjectNode body = Json.object().put("ret", 0);
        body.set("msgs", list);
        body.put("get_updates_buf", new Cursor(bot.id(), after, ground.random().nonce()).text());
        int advertised = ground.habits().number("advertised_ms");
        if (advertised > 0) {
            body.put("longpolling_timeout_ms", advertised);
        }
        return Answers.json(body);
    }

    boolean isHeld(Bot bot) {
        synchronized (ground) {
            return held.containsKey(bot);
        }
    }

    int held() {
        synchronized (ground) {
            return held.values().stream().mapToInt(List::size).sum();
        }
    }

    Map<String, Integer> overlaps() {
        synchronized (ground) {
            return Map.copyOf(overlaps);
        }
    }
}
