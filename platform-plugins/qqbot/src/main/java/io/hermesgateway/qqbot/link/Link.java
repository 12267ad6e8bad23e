package io.hermesgateway.qqbot.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.qqbot.api.Credential;
import io.hermesgateway.qqbot.link.Sockets.Socket;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Registration;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one bot, from one socket to the next. Every socket has a generation; whatever a retired one still
 * says is ignored, so one rotation never leads to two reconnects. A session is kept as long as QQ may still know it: what
 * was said while nobody listened comes again when it is resumed. All state is touched under this object's lock;
 * sockets have locks of their own, which they hold while they tell us things, so they are ended without ours.
 */
public final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    private static final Duration GREETING = Duration.ofSeconds(15);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration YOUNG = Duration.ofMinutes(30);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final int RESUMES = 2;
    private static final int REFUSALS = 2;

    private final LinkParts parts;
    private final Progress progress;
    private final Sign sign;
    private final ReconnectPlan plan;
    private final Doorway doorway;
    private final Beat beat;

    private Phase phase = Phase.DOWN;
    private int generation;
    private boolean closed;
    private @Nullable Socket socket;
    private @Nullable Session session;
    private long latest;
    private int failedResumes;
    private int refusedLogins;
    private boolean wasReady;
    private Instant openedAt = Instant.EPOCH;
    private Instant frameAt = Instant.EPOCH;
    private Instant eventAt = Instant.EPOCH;
    private int connects;
    private boolean intentsRefused;
    private String lastEnd = "";
    private Registration pass = () -> {};
    private Registration timer = () -> {};

    /** Shows how the connection is. */
    public interface Sign {
        void show(PlatformState state, String detail);

        void alive();
    }

    public Link(LinkParts parts, Progress progress, Sign sign) {
        this.parts = parts;
        this.progress = progress;
        this.sign = sign;
        this.plan = new ReconnectPlan(parts.random());
        this.doorway = new Doorway(parts);
        this.beat = new Beat(parts);
    }

    /** Begins; a session that was kept is resumed when it is young enough and of the same bot. */
    public synchronized void start(Optional<Session.Kept> kept) {
        Instant now = parts.clock().instant();
        kept.filter(k -> k.session().appId().equals(parts.appId())
                        && k.session().intents() == parts.intents()
                        && k.savedAt().plus(YOUNG).isAfter(now))
                .ifPresent(k -> {
                    session = k.session();
                    latest = k.seq();
                    progress.begin(k.session(), k.seq());
                });
        sign.show(PlatformState.CONNECTING, "");
        connectIn(Duration.ZERO);
    }

    private void connectIn(Duration pause) {
        int mine = ++generation;
        wasReady = false;
        openedAt = Instant.EPOCH;
        timer = parts.tasks().after(pause, "qqbot connect", () -> knock(mine));
    }

    private synchronized void knock(int mine) {
        if (isCurrent(mine)) {
            pass = parts.gate().enter(() -> parts.tasks().run("qqbot connect", () -> dial(mine)));
        }
    }

    private void dial(int mine) {
        boolean login;
        synchronized (this) {
            if (!isCurrent(mine)) {
                return;
            }
            login = session == null;
        }
        Doorway.Found found = doorway.find(login);
        synchronized (this) {
            if (!isCurrent(mine)) {
                return;
            }
            if (found instanceof Doorway.Way way) {
                phase = Phase.OPENING;
                limit(mine, HANDSHAKE, "the handshake took too long");
                socket = parts.sockets().open(URI.create(way.address()), new Hearing(mine));
                return;
            }
            Doorway.Closed shut = (Doorway.Closed) found;
            drop();
            sign.show(shut.state(), shut.why());
            LOG.info("QQ cannot be reached: {}", shut.why());
            if (shut.again()) {
                Duration pause = plan.next(
                        shut.next(), false, Duration.ZERO, parts.spread().get());
                connectIn(pause.compareTo(shut.least()) < 0 ? shut.least() : pause);
            }
        }
    }

    private boolean isCurrent(int mine) {
        return mine == generation && !closed;
    }

    private final class Hearing implements Sockets.Ear {
        private final int mine;

        Hearing(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened() {
            synchronized (Link.this) {
                if (isCurrent(mine)) {
                    openedAt = parts.clock().instant();
                }
            }
        }

        @Override
        public void frame(String text) {
            JsonNode frame = Frames.read(text);
            synchronized (Link.this) {
                if (isCurrent(mine)) {
                    frameAt = parts.clock().instant();
                    take(mine, frame);
                }
            }
        }

        @Override
        public void closed(int code, String reason) {
            lost(mine, CloseRule.of(code), code + (reason.isBlank() ? "" : " " + reason));
        }
    }

    private void take(int mine, JsonNode frame) {
        switch (frame.path("op").asInt(-1)) {
            case Frames.DISPATCH -> dispatch(frame);
            case Frames.HEARTBEAT -> heartbeat();
            case Frames.RECONNECT -> lost(mine, CloseRule.RESUME, "rotation");
            case Frames.INVALID_SESSION -> invalid(mine, frame.path("d").asBoolean());
            case Frames.HELLO ->
                greet(mine, frame.path("d").path("heartbeat_interval").asLong(41_250));
            case Frames.ACK -> heard();
            default -> LOG.debug("QQ sent a frame of an unknown kind: {}", frame.path("op"));
        }
    }

    private void greet(int mine, long intervalMillis) {
        Socket now = socket;
        if (phase != Phase.OPENING || now == null) {
            return;
        }
        phase = Phase.GREETED;
        beat.every(Duration.ofMillis(Math.max(100, intervalMillis)));
        parts.tasks().run("qqbot login", () -> login(mine, now));
    }

    /** Exactly one of the two is ever sent on a socket. */
    private void login(int mine, Socket on) {
        Credential credential = parts.tokens().get();
        synchronized (this) {
            if (!isCurrent(mine) || phase != Phase.GREETED) {
                return;
            }
            if (!(credential instanceof Credential.Granted granted)) {
                lost(mine, CloseRule.RESUME, "no token");
                return;
            }
            Session known = session;
            phase = known == null ? Phase.IDENTIFYING : Phase.RESUMING;
            on.send(
                    known == null
                            ? Frames.identify(granted.token(), parts.intents())
                            : Frames.resume(granted.token(), known.id(), progress.committed()));
            limit(mine, GREETING, "the login was not answered");
            beat.begin(() -> beat(mine));
        }
    }

    private void dispatch(JsonNode frame) {
        String type = frame.path("t").asText("");
        long seq = frame.path("s").asLong();
        if (type.equals("READY")) {
            Session fresh = new Session(
                    parts.appId(), frame.path("d").path("session_id").asText(), parts.intents(), frameAt);
            session = fresh;
            latest = seq;
            progress.begin(fresh, seq);
            ready();
            return;
        }
        Session now = session;
        if (now == null) {
            return;
        }
        latest = Math.max(latest, seq);
        eventAt = frameAt;
        progress.event(new Event(now, seq, frame.path("id").asText(""), type, frame.path("d")));
        if (type.equals("RESUMED")) {
            ready();
        }
    }

    private void ready() {
        phase = Phase.READY;
        wasReady = true;
        failedResumes = 0;
        refusedLogins = 0;
        intentsRefused = false;
        connects++;
        LOG.info("QQ is connected, session {}", session == null ? "" : session.id());
        timer.close();
        leaveGate();
        sign.show(PlatformState.ONLINE, "");
        sign.alive();
    }

    private void invalid(int mine, boolean resumable) {
        if (phase == Phase.IDENTIFYING && !resumable) {
            lost(mine, ++refusedLogins >= REFUSALS ? CloseRule.INTENTS : CloseRule.IDENTIFY, "login refused");
        } else {
            lost(mine, resumable ? CloseRule.LATER : CloseRule.IDENTIFY, "invalid session");
        }
    }

    private synchronized void beat(int mine) {
        if (!isCurrent(mine)) {
            return;
        }
        if (beat.isDeaf()) {
            lost(mine, CloseRule.RESUME, "heartbeats were not answered");
            return;
        }
        if (isTooOld()) {
            lost(mine, CloseRule.IDENTIFY, "the session is a day old");
            return;
        }
        heartbeat();
        beat.sent(() -> beat(mine));
    }

    private void heartbeat() {
        Socket now = socket;
        if (now != null) {
            now.send(Frames.heartbeat(session == null ? null : latest));
        }
    }

    private void heard() {
        beat.heard();
        sign.alive();
        if (phase == Phase.READY) {
            progress.alive();
        }
    }

    /** Sessions that are resumed for days fall silent; a new one is begun in a quiet moment. */
    private boolean isTooOld() {
        Session now = session;
        Instant at = parts.clock().instant();
        return phase == Phase.READY
                && now != null
                && now.isOld(at)
                && eventAt.plus(QUIET).isBefore(at);
    }

    private void limit(int mine, Duration most, String why) {
        timer.close();
        timer = parts.tasks().after(most, "qqbot patience", () -> overdue(mine, most, why));
    }

    /** As long as events come again, resuming goes on. */
    private synchronized void overdue(int mine, Duration most, String why) {
        if (!isCurrent(mine) || phase == Phase.READY) {
            return;
        }
        if (phase == Phase.RESUMING && frameAt.plus(most).isAfter(parts.clock().instant())) {
            limit(mine, most, why);
        } else {
            lost(mine, CloseRule.RESUME, why);
        }
    }

    private synchronized void lost(int mine, CloseRule rule, String why) {
        if (!isCurrent(mine)) {
            return;
        }
        LOG.info("the connection to QQ ended: {}", why);
        lastEnd = why;
        intentsRefused |= rule == CloseRule.INTENTS;
        if ((phase == Phase.RESUMING && ++failedResumes >= RESUMES) || !rule.keepsSession()) {
            session = null;
            failedResumes = 0;
        }
        if (rule == CloseRule.NEW_TOKEN) {
            parts.tokens().invalidate();
        }
        Duration pause = plan.next(rule.next(), wasReady, life(), parts.spread().get());
        tell(rule, why);
        drop();
        connectIn(pause);
    }

    /** Zero for one that was never open. */
    private Duration life() {
        Instant now = parts.clock().instant();
        return openedAt.equals(Instant.EPOCH)
                ? Duration.ZERO
                : Duration.between(openedAt, now).plusMillis(1);
    }

    private void tell(CloseRule rule, String why) {
        if (!rule.trouble().isEmpty()) {
            List<String> names = rule == CloseRule.INTENTS ? Intents.names(parts.intents()) : List.of();
            String which = names.isEmpty() ? "" : " Asked for: " + String.join(", ", names) + ".";
            sign.show(PlatformState.FAILED, rule.trouble() + which + " It is tried again every ten minutes.");
        } else if (wasReady) {
            sign.show(PlatformState.DEGRADED, "reconnecting: " + why);
        } else {
            sign.show(PlatformState.OFFLINE, "no session: " + why);
        }
    }

    private void drop() {
        Socket old = socket;
        socket = null;
        phase = Phase.DOWN;
        generation++;
        timer.close();
        beat.stop();
        leaveGate();
        if (old != null) {
            parts.tasks().run("qqbot farewell", old::retire);
            parts.tasks().after(FAREWELL, "qqbot farewell", old::cut);
        }
    }

    private void leaveGate() {
        pass.close();
    }

    /** Guild sends need this. */
    public synchronized boolean isReady() {
        return phase == Phase.READY;
    }

    public synchronized LinkView view() {
        Socket now = socket;
        return new LinkView(phase, now == null ? "" : now.remote(), frameAt, connects, lastEnd, intentsRefused);
    }

    @Override
    public void close() {
        Socket old;
        synchronized (this) {
            closed = true;
            old = socket;
            drop();
        }
        if (old != null) {
            old.cut();
        }
    }
}
