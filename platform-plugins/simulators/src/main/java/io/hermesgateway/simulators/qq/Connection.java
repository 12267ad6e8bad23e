package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.SimSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One socket of the gateway: Hello, who are you, heartbeats, events, the end. */
final class Connection implements SimSocket.Events {
    static final int TIMED_OUT = 4009;
    static final Duration CLOSE_AFTER_OP7 = Duration.ofSeconds(5);
    private static final Set<Integer> SERVER_OPS = Set.of(0, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13);

    private final World world;
    private final Gateway gateway;
    private final Set<SimClock.Timer> timers = new HashSet<>();
    private final Duration interval;
    private @Nullable SimSocket socket;
    private @Nullable Session session;
    private Session.@Nullable Event held;
    private Instant beat;
    private boolean rotated;
    private boolean ended;
    private boolean deaf;
    private boolean live;

    Connection(World world, Gateway gateway) {
        this.world = world;
        this.gateway = gateway;
        this.interval = Duration.ofMillis(world.knobs.number("heartbeat_ms"));
        this.beat = world.now();
    }

    @Override
    public void opened(SimSocket opened) {
        synchronized (world) {
            socket = opened;
            gateway.opened(this);
            note("connected", Json.object());
            after(Duration.ofMillis(world.knobs.number("hello_delay_ms")), this::hello);
            after(Duration.ofSeconds(world.knobs.number("auth_seconds")), () -> {
                if (session == null) {
                    close(TIMED_OUT, "Session timed out");
                }
            });
        }
    }

    private void hello() {
        beat = world.now();
        send(Json.object().put("op", 10).set("d", Json.object().put("heartbeat_interval", interval.toMillis())));
        after(patience(), this::checkHeartbeat);
    }

    private Duration patience() {
        return Duration.ofMillis((long) (interval.toMillis() * world.knobs.factor("heartbeat_factor")));
    }

    private void checkHeartbeat() {
        Duration left = Duration.between(world.now(), beat.plus(patience()));
        if (left.isNegative() || left.isZero()) {
            close(TIMED_OUT, "Session timed out");
        } else {
            after(left, this::checkHeartbeat);
        }
    }

    /** Later, at once when there is nothing to wait for, and not at all when the socket is gone by then. */
    void after(Duration delay, Runnable work) {
        if (delay.isZero()) {
            work.run();
            return;
        }
        SimClock.Timer[] self = new SimClock.Timer[1];
        self[0] = world.clock.after(delay, () -> {
            synchronized (world) {
                timers.remove(self[0]);
                if (!ended) {
                    work.run();
                }
            }
        });
        timers.add(self[0]);
    }

    @Override
    public void text(SimSocket from, String text) {
        synchronized (world) {
            if (ended) {
                return;
            }
            JsonNode frame = Json.parse(text);
            if (!frame.isObject()) {
                close(4002, "invalid payload");
                return;
            }
            JsonNode op = frame.path("op");
            switch (op.isInt() ? op.intValue() : -1) {
                case 1 -> heartbeat(frame.path("d"));
                case 2 -> begin(() -> gateway.identify(this, frame.path("d")));
                case 6 -> begin(() -> gateway.resume(this, frame.path("d")));
                default -> close(SERVER_OPS.contains(op.asInt(-1)) ? 4003 : 4001, "invalid opcode");
            }
        }
    }

    private void begin(Runnable work) {
        if (session != null) {
            close(4005, "already authenticated");
        } else {
            work.run();
        }
    }

    private void heartbeat(JsonNode last) {
        if (!last.isNull() && !last.isIntegralNumber()) {
            close(4002, "invalid payload");
            return;
        }
        beat = world.now();
        Session mine = session;
        if (mine != null) {
            mine.heartbeats.add(last.isNull() ? -1 : last.asLong());
            mine.confirm(last.asLong());
        }
        if (world.knobs.flag("ack") && !deaf) {
            send(Json.object().put("op", 11));
        }
    }

    /** The session's events go here from now on. */
    void attach(Session found) {
        session = found;
        Connection older = found.connection;
        found.connection = this;
        found.alone = null;
        if (older != null && older != this) {
            older.close(4902, "reset by resume");
        }
        long rotation = world.knobs.number("rotate_seconds");
        if (rotation > 0) {
            after(Duration.ofSeconds(rotation), this::rotate);
        }
    }

    /** Asks the client to connect again; one that does not is closed. */
    void rotate() {
        rotated = true;
        note("op7", Json.object());
        send(Json.object().put("op", 7));
        after(CLOSE_AFTER_OP7, () -> close(TIMED_OUT, "Session timed out"));
    }

    void invalid(boolean resumable) {
        note("op9", Json.object().put("d", resumable));
        send(Json.object().put("op", 9).put("d", resumable));
    }

    /** READY or RESUMED is due: from now on events go out. Those before wait in the session. */
    void live() {
        live = true;
    }

    /** An event on its way, with whatever is to happen to it. */
    void carry(Session.Event event) {
        if (!live) {
            return;
        }
        if (world.knobs.take("reorder_next") && held == null) {
            held = event;
            return;
        }
        put(event);
        if (world.knobs.take("duplicate_next")) {
            put(event);
        }
        Session.Event late = held;
        if (late != null) {
            held = null;
            put(late);
        }
    }

    private void put(Session.Event event) {
        SimSocket out = socket;
        if (out == null || ended) {
            return;
        }
        Session mine = session;
        if (mine != null) {
            mine.sent = Math.max(mine.sent, event.s());
        }
        switch (world.knobs.text("frames")) {
            case "split" -> out.fragments(event.frame(), 3);
            case "binary" -> out.binary(event.frame().getBytes(StandardCharsets.UTF_8));
            default -> out.text(event.frame());
        }
    }

    void send(ObjectNode frame) {
        say(Json.text(frame));
    }

    /** Sends anything. */
    void say(String text) {
        SimSocket out = socket;
        if (out != null && !ended) {
            out.text(text);
        }
    }

    void close(int code, String reason) {
        SimSocket out = socket;
        if (!end("closed", code, reason) || out == null) {
            return;
        }
        out.close(code, reason);
    }

    /** The end without a close frame. */
    void reset() {
        SimSocket out = socket;
        if (end("closed", SimSocket.NO_FRAME, "reset") && out != null) {
            out.reset();
        }
    }

    /** A half-open connection: nothing is read, nothing is answered. */
    void freeze() {
        deaf = true;
        SimSocket out = socket;
        if (out != null) {
            out.stopReading();
        }
    }

    @Override
    public void closing(SimSocket from, int code, String reason) {
        synchronized (world) {
            boolean timedOut = rotated;
            if (end("client_closed", code, reason)) {
                from.close(timedOut ? TIMED_OUT : code, timedOut ? "Session timed out" : "");
            }
        }
    }

    @Override
    public void gone(SimSocket from, int code, String reason) {
        synchronized (world) {
            end("client_gone", code, reason);
        }
    }

    private boolean end(String how, int code, String reason) {
        if (ended) {
            return false;
        }
        note(how, Json.object().put("code", code).put("reason", reason));
        ended = true;
        timers.forEach(SimClock.Timer::cancel);
        timers.clear();
        gateway.ended(this);
        Session mine = session;
        if (mine != null && mine.connection == this) {
            mine.connection = null;
            mine.alone = world.now();
        }
        return true;
    }

    @Nullable
    Session session() {
        return session;
    }

    void note(String kind, ObjectNode data) {
        Session mine = session;
        world.note("", kind, mine == null ? data : data.put("session", mine.id));
    }
}
