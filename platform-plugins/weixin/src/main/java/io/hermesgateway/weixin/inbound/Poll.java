package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.weixin.wire.Api;
import io.hermesgateway.weixin.wire.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one poll of a bot, again and again, without a thread of its own. Whatever happens to it concerns what comes in and
 * nothing else: sending has its own way.
 *
 * <p>An answer that the session is over is met with a notice that we are here and the next poll at once, then with
 * growing pauses. After about a minute a person is told; it is tried all the same, every few minutes.
 */
public final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(40);
    private static final Duration PATIENCE_MORE = Duration.ofSeconds(5);
    /** A poll that is held this long was not refused. */
    private static final Duration HELD = Duration.ofSeconds(1);
    /** And this long means that the session is well. */
    private static final Duration STEADY = Duration.ofSeconds(3);

    /** Only an answer proves it: without one for so long a person is told. */
    private static final Duration HOPE = Duration.ofSeconds(60);

    private static final Duration SLOW_START = Duration.ofSeconds(4);
    private static final Duration RELAPSE = Duration.ofMinutes(1);
    private static final Duration IDLE_CURSOR = Duration.ofMinutes(10);
    private static final int STALE = -14;
    private static final int UNAUTHORIZED = 401;
    private static final int EDGE_TIMEOUT = 524;
    private static final int SUSPICIOUS = 3;

    private final PlatformContext context;
    private final Api api;
    private final Intake intake;
    private final Health health;
    private final Pauses pauses;
    private final Listener listener;

    private volatile String cursor = "";
    private volatile Duration patience = FIRST_PATIENCE;
    private Instant asked = Instant.EPOCH;
    private Instant cursorKept = Instant.EPOCH;
    private Instant recovered = Instant.EPOCH;
    private @Nullable Instant staleSince;
    private @Nullable Instant unanswered;
    private @Nullable CompletableFuture<Outcome> underWay;
    private long round;
    private int failures;
    private int overdue;
    private int refusals;
    private int relapses;
    private int cursorRefusals;
    private int hasty;
    private boolean startWorked;
    private boolean holds;
    private boolean renewing;
    private boolean closed;

    public Poll(PlatformContext context, Api api, Intake intake, Health health, Listener listener) {
        this.context = context;
        this.api = api;
        this.intake = intake;
        this.health = health;
        this.pauses = new Pauses(context.ids());
        this.listener = listener;
    }

    /** Hears what concerns others. */
    public interface Listener {
        /** The session is well again: what it held up can go. */
        void recovered();

        /** Only a new login helps, as far as we can tell. Said once for each time. */
        void needsLogin();
    }

    public synchronized void start() {
        cursor = intake.cursor();
        context.tasks().after(SLOW_START, "weixin-poll", this::slow);
        renew();
    }

    /** Sending need not wait until the far side has said hello. */
    private synchronized void slow() {
        if (!closed && health.state() == PlatformState.CONNECTING) {
            health.show(PlatformState.DEGRADED, "poll.silent");
        }
    }

    /** The far side said elsewhere that the session is over; one recovery is enough for all who hear it. */
    public synchronized void sessionOver() {
        if (!closed && refusals == 0 && !renewing) {
            round++;
            stop(underWay);
            stale();
        }
    }

    private static void stop(@Nullable CompletableFuture<Outcome> call) {
        if (call != null) {
            call.cancel(true);
        }
    }

    /** Ends at once; what is under way is broken off and its answer ignored. */
    public synchronized void close() {
        closed = true;
        round++;
        stop(underWay);
    }

    private void renew() {
        renewing = true;
        long now = ++round;
        underWay = api.notifyStart();
        var unused = underWay.thenAccept(outcome -> started(now, outcome));
    }

    private synchronized void started(long of, Outcome outcome) {
        if (closed || of != round) {
            return;
        }
        renewing = false;
        startWorked = outcome instanceof Outcome.Answered answered && answered.code() == 0;
        ask();
    }

    private void ask() {
        long now = ++round;
        asked = context.clock().instant();
        if (intake.rewinds()) {
            cursor = intake.cursor();
        }
        underWay = api.getUpdates(cursor, patience);
        context.tasks().after(HELD, "weixin-poll", () -> held(now, false));
        var unused = underWay.thenAccept(outcome -> answered(now, outcome));
    }

    /** The poll was not answered at once: that is how it should be. */
    private synchronized void held(long of, boolean steady) {
        if (closed || of != round) {
            return;
        }
        if (steady) {
            refusals = 0;
        } else if (refusals == 0 || startWorked) {
            if (refusals > 0) {
                context.tasks().after(STEADY, "weixin-poll", () -> held(of, true));
            }
            well();
        }
    }

    private void well() {
        if (startWorked || health.lastPoll() != null) {
            Instant since = staleSince;
            staleSince = null;
            if (health.state() != PlatformState.ONLINE) {
                health.show(PlatformState.ONLINE, "");
            }
            if (since != null) {
                recovered = context.clock().instant();
                listener.recovered();
            }
        }
    }

    private void answered(long of, Outcome outcome) {
        JsonNode news = null;
        synchronized (this) {
            if (closed || of != round) {
                return;
            }
            if (outcome instanceof Outcome.Answered a && a.code() == 0) {
                news = a.json();
            } else {
                trouble(outcome);
            }
        }
        if (news != null) {
            boolean taken = taken(news);
            next(of, taken ? news.path("msgs").size() : 0);
        }
    }

    /** A defect of ours must not end the poll. */
    private boolean taken(JsonNode news) {
        try {
            take(news);
            return true;
        } catch (RuntimeException broken) {
            LOG.error("{}: what a poll brought could not be taken", context.platformId(), broken);
            return false;
        }
    }

    /** Without the lock: writing things down takes a moment, and closing must not wait for it. */
    private void take(JsonNode news) {
        health.polled();
        String reached = news.path("get_updates_buf").asText("");
        String now = reached.isEmpty() ? cursor : reached;
        Instant at = context.clock().instant();
        if (!news.path("msgs").isEmpty()) {
            intake.take(news.path("msgs"), now);
            cursorKept = at;
            health.moved();
        } else if (!now.equals(cursor) && cursorKept.plus(IDLE_CURSOR).isBefore(at)) {
            intake.moveTo(now);
            cursorKept = at;
        }
        cursor = now;
        long advertised = news.path("longpolling_timeout_ms").asLong();
        if (advertised > 0) {
            patience = Duration.ofMillis(Math.max(5_000, Math.min(60_000, advertised)))
                    .plus(PATIENCE_MORE);
        }
    }

    private synchronized void next(long of, int messages) {
        if (closed || of != round) {
            return;
        }
        failures = 0;
        overdue = 0;
        refusals = 0;
        cursorRefusals = 0;
        unanswered = null;
        well();
        boolean quick = asked.plus(HELD).isAfter(context.clock().instant());
        holds |= !quick;
        hasty = quick && messages == 0 ? hasty + 1 : 0;
        if (holds && hasty >= SUSPICIOUS) {
            health.show(PlatformState.DEGRADED, "poll.rival");
        }
        boolean again = intake.rewinds();
        if (again) {
            cursor = intake.cursor();
        }
        if (again || intake.full() || (quick && messages == 0)) {
            later(Pauses.BREATH, this::ask);
        } else {
            ask();
        }
    }

    private void later(Duration pause, Runnable what) {
        if (pause.isZero()) {
            what.run();
            return;
        }
        long now = ++round;
        context.tasks().after(pause, "weixin-poll", () -> {
            synchronized (this) {
                if (!closed && now == round) {
                    what.run();
                }
            }
        });
    }

    private void trouble(Outcome outcome) {
        boolean stale = outcome.fold(
                answered -> answered.code() == STALE,
                status -> status.status() == UNAUTHORIZED,
                u -> false,
                s -> false);
        boolean late = outcome.fold(
                answered -> false, status -> status.status() == EDGE_TIMEOUT, u -> false, Outcome.Silent::overdue);
        if (stale) {
            stale();
        } else if (late) {
            late();
        } else {
            failed(outcome);
        }
    }

    private void stale() {
        Instant now = context.clock().instant();
        if (refusals++ == 0) {
            staleSince = staleSince == null ? now : staleSince;
            relapses = recovered.plus(RELAPSE).isAfter(now) ? relapses + 1 : 0;
        }
        unanswered = unanswered == null ? now : unanswered;
        if (!Pauses.hopeless(refusals) && unanswered.plus(HOPE).isAfter(now)) {
            health.show(PlatformState.DEGRADED, relapses >= SUSPICIOUS ? "poll.rival" : "poll.stale");
        } else if (health.state() != PlatformState.NEEDS_LOGIN) {
            health.show(PlatformState.NEEDS_LOGIN, "poll.login");
            listener.needsLogin();
        }
        Duration pause = pauses.afterStale(refusals);
        later(relapses >= SUSPICIOUS && pause.isZero() ? Pauses.BREATH : pause, this::renew);
    }

    /** No answer in time is how a quiet hour looks; several in a row without any answer are not. */
    private void late() {
        if (++overdue >= SUSPICIOUS) {
            health.show(PlatformState.DEGRADED, "poll.silent");
        }
        Duration passed = Duration.between(asked, context.clock().instant());
        later(passed.compareTo(Pauses.BREATH) < 0 ? Pauses.BREATH : Duration.ZERO, this::ask);
    }

    private void failed(Outcome outcome) {
        failures++;
        boolean offered = outcome instanceof Outcome.Answered;
        if (offered && !cursor.isEmpty() && ++cursorRefusals >= SUSPICIOUS) {
            // The cursor itself may be what is wrong: from the beginning then, for what comes twice is recognised.
            cursor = "";
            cursorRefusals = 0;
        }
        outcome.fold(
                answered -> show(PlatformState.DEGRADED, "poll.refused", answered.code(), answered.message()),
                status -> show(PlatformState.DEGRADED, "poll.status", status.status()),
                unreachable -> show(PlatformState.OFFLINE, "poll.unreachable", unreachable.why()),
                silent -> show(PlatformState.DEGRADED, "poll.broken", silent.why()));
        later(pauses.afterFailure(failures), this::ask);
    }

    private boolean show(PlatformState state, String key, Object... values) {
        health.show(state, key, values);
        return true;
    }
}
