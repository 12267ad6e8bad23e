package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import io.hermesgateway.simulators.SimSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The WebSocket side: who may begin, who may go on, and whom an event goes to. */
final class Gateway {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration CONCURRENT = Duration.ofSeconds(5);
    private static final long SILENT_KEEP = 1000;

    private final World world;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final List<Missed> missed = new ArrayList<>();

    Gateway(World world) {
        this.world = world;
    }

    /** An event that no session was there for. */
    private record Missed(Bot bot, String envelope, String type, String data) {}

    /** A new socket. */
    SimSocket.@Nullable Events open(SimCall call) {
        synchronized (world) {
            if (world.knobs.take("upgrade_502")) {
                call.reply(SimReply.html(502, "<html><h1>502 Bad Gateway</h1></html>"));
                return null;
            }
            return new Connection(world, this);
        }
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void ended(Connection connection) {
        connections.remove(connection);
    }

    ObjectNode discovery(Bot bot, boolean more) {
        ObjectNode answer = Json.object().put("url", world.simulation.server().webSocketUrl() + "/websocket");
        if (more) {
            long total = world.knobs.number("starts_per_day");
            Instant first = bot.starts.peek();
            Duration reset = first == null ? Duration.ZERO : Duration.between(world.now(), first.plus(DAY));
            answer.put("shards", world.knobs.number("shards"));
            answer.putObject("session_start_limit")
                    .put("total", total)
                    .put("remaining", Math.max(0, total - started(bot, DAY)))
                    .put("reset_after", Math.max(0, reset.toMillis()))
                    .put("max_concurrency", world.knobs.number("max_concurrency"));
        }
        return answer;
    }

    private long started(Bot bot, Duration within) {
        Instant since = world.now().minus(within);
        bot.starts.removeIf(start -> start.isBefore(world.now().minus(DAY)));
        return bot.starts.stream().filter(start -> start.isAfter(since)).count();
    }

    void identify(Connection connection, JsonNode d) {
        connection.note(
                "identify",
                Json.object().put("intents", d.path("intents").asLong(-1)).set("shard", d.path("shard")));
        Bot bot = bot(connection, d.path("token").asText(), false);
        if (bot != null
                && isPlausible(connection, d)
                && isGranted(connection, d.path("intents").asLong())
                && isUp(connection)
                && mayStart(connection, bot)) {
            bot.starts.add(world.now());
            JsonNode shard = d.path("shard");
            begin(
                    connection,
                    bot,
                    d.path("intents").asLong(),
                    shard.path(0).asInt(0),
                    shard.path(1).asInt(1));
        }
    }

    private boolean isGranted(Connection connection, long intents) {
        boolean granted = (intents & ~world.knobs.number("granted_intents")) == 0;
        if (!granted && world.knobs.is("refuse_intents", "4014")) {
            connection.close(4014, "disallowed intents");
        } else if (!granted) {
            connection.invalid(false);
            connection.close(4903, "create session error");
        }
        return granted;
    }

    private boolean mayStart(Connection connection, Bot bot) {
        boolean tooOften = hasStartedTooOften(bot);
        if (tooOften && world.knobs.is("start_limit_answer", "4008")) {
            connection.close(4008, "payloads too fast");
        } else if (tooOften) {
            connection.invalid(true);
            connection.close(Connection.TIMED_OUT, "Session timed out");
        }
        return !tooOften;
    }

    private boolean hasStartedTooOften(Bot bot) {
        return started(bot, DAY) >= world.knobs.number("starts_per_day")
                || (world.knobs.flag("enforce_concurrency")
                        && started(bot, CONCURRENT) >= world.knobs.number("max_concurrency"));
    }

    /** Whose token this is; a resume may carry it without its prefix. */
    private @Nullable Bot bot(Connection connection, String token, boolean bare) {
        boolean prefixed = token.startsWith("QQBot ");
        Bot bot = prefixed ? world.botOf(token.substring("QQBot ".length())) : bare ? world.botOf(token) : null;
        if (bot == null || world.knobs.take("auth_refused")) {
            connection.close(4004, "Authentication fail");
            return null;
        }
        return bot;
    }

    private boolean isUp(Connection connection) {
        switch (world.knobs.text("bot_state")) {
            case "offline" -> connection.close(4914, "bot is offline");
            case "banned" -> connection.close(4915, "bot is banned");
            default -> {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlausible(Connection connection, JsonNode d) {
        JsonNode shard = d.path("shard");
        boolean well = shard.isMissingNode()
                || (shard.size() == 2
                        && shard.path(0).isInt()
                        && shard.path(0).asInt() >= 0
                        && shard.path(0).asInt() < shard.path(1).asInt(0));
        JsonNode intents = d.path("intents");
        boolean known = intents.isIntegralNumber() && intents.asLong() >= 0 && (intents.asLong() & ~Intents.KNOWN) == 0;
        if (!well) {
            connection.close(4010, "invalid shard");
        } else if (!known) {
            connection.close(4013, "invalid intents");
        }
        return well && known;
    }

    private void begin(Connection connection, Bot bot, long intents, int shard, int shards) {
        Session session = new Session(world.hex(16), bot, intents, shard, shards, world.now());
        sessions.put(session.id, session);
        connection.attach(session);
        ObjectNode ready = Json.object().put("version", 1).put("session_id", session.id);
        ready.set("user", bot.user());
        ready.putArray("shard").add(shard).add(shards);
        Session.Event event = new Session.Event(++session.newest, "READY:" + session.id, "READY", Json.text(ready));
        connection.after(Duration.ofMillis(world.knobs.number("ready_delay_ms")), () -> {
            connection.note("ready", Json.object());
            connection.say(event.frame());
            connection.live();
            session.ring.forEach(connection::carry);
            deliverMissed(session);
        });
    }

    private void deliverMissed(Session session) {
        if (world.knobs.is("after_identify", "deliver")) {
            for (Session older : List.copyOf(sessions.values())) {
                if (older.connection == null && older.bot == session.bot) {
                    sessions.remove(older.id);
                    older.ring.stream()
                            .filter(event -> event.s() > older.sent)
                            .forEach(event -> give(session, event.id(), event.type(), event.data()));
                }
            }
            missed.stream()
                    .filter(event -> event.bot == session.bot)
                    .forEach(event -> give(session, event.envelope, event.type, event.data));
        }
        missed.removeIf(event -> event.bot == session.bot);
    }

    void resume(Connection connection, JsonNode d) {
        String id = d.path("session_id").asText();
        long seq = d.path("seq").asLong(-1);
        connection.note("resume", Json.object().put("session", id).put("seq", seq));
        Bot bot = bot(connection, d.path("token").asText(), true);
        if (bot == null || !isUp(connection)) {
            return;
        }
        Session session = sessions.get(id);
        if (session == null || session.bot != bot || !session.reaches(seq)) {
            refuse(connection);
        } else if (world.knobs.take("resume_refused")
                || session.isOver(world.now(), world.knobs.number("session_seconds"))) {
            sessions.remove(id);
            connection.close(4006, "session no longer valid");
        } else if (!d.path("seq").isIntegralNumber() || seq < 0 || seq > session.newest) {
            connection.close(4007, "invalid seq");
        } else {
            connection.attach(session);
            connection.after(
                    Duration.ofMillis(world.knobs.number("ready_delay_ms")), () -> replay(connection, session, seq));
        }
    }

    private void refuse(Connection connection) {
        if (!world.knobs.is("unknown_session", "4006")) {
            connection.invalid(false);
        }
        if (!world.knobs.is("unknown_session", "op9")) {
            connection.close(4006, "session no longer valid");
        }
    }

    private void replay(Connection connection, Session session, long seq) {
        long from = Math.max(0, seq - world.knobs.number("replay_extra"));
        long count = 0;
        connection.live();
        for (Session.Event event : session.ring) {
            if (event.s() > from) {
                connection.carry(event);
                count++;
            }
        }
        session.confirm(seq);
        connection.note("resumed", Json.object().put("replayed", count));
        connection.say("{\"op\":0,\"s\":" + ++session.newest + ",\"t\":\"RESUMED\",\"d\":\"\"}");
    }

    /** Something happened that this bot may want to know. Returns to how many sessions it went. */
    int dispatch(Bot bot, String envelope, String type, ObjectNode data) {
        String text = Json.text(data);
        long retention = world.knobs.number("session_seconds");
        sessions.values().removeIf(session -> session.isOver(world.now(), retention));
        List<Session> all = new ArrayList<>(sessions.values());
        all.removeIf(session -> session.bot != bot
                || (session.intents & Intents.of(type)) == 0
                || shard(data, session.shards) != session.shard);
        if (all.size() > 1 && world.knobs.is("deliver_to", "newest")) {
            all = all.subList(all.size() - 1, all.size());
        }
        all.forEach(session -> give(session, envelope, type, text));
        if (all.isEmpty() && world.knobs.is("after_identify", "deliver")) {
            missed.add(new Missed(bot, envelope, type, text));
        }
        return all.size();
    }

    /** Guilds are spread over the shards, people and groups are with the first. */
    private static int shard(ObjectNode data, int shards) {
        String guild = data.path("guild_id").asText();
        boolean spread = shards > 1 && guild.matches("\\d{1,18}");
        return spread ? (int) ((Long.parseLong(guild) >> 22) % shards) : 0;
    }

    private void give(Session session, String envelope, String type, String data) {
        long silent = world.knobs.number("silent_after_seconds");
        if (silent > 0 && session.start.plusSeconds(silent).isBefore(world.now())) {
            return;
        }
        Session.Event event = session.add(envelope, type, data, Math.max(SILENT_KEEP, world.knobs.number("ring")));
        Connection connection = session.connection;
        if (connection != null) {
            connection.carry(event);
        }
    }

    /** Every socket that is open. */
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** Every session that was not forgotten. */
    List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Whether the bot is there, as guild messages need it. */
    boolean isOnline(Bot bot) {
        return sessions.values().stream().anyMatch(session -> session.bot == bot && session.connection != null);
    }

    /** As a restart of the servers would: no session is known any more. */
    void forgetSessions() {
        sessions.clear();
    }
}
