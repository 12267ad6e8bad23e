package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimSocket;
import java.util.List;

/** What happens to open sockets on request, and what there is to see of them. */
final class Faults {
    private static final int OVERSIZED = 2 << 20;

    private final World world;
    private final Gateway gateway;

    Faults(World world, Gateway gateway) {
        this.world = world;
        this.gateway = gateway;
    }

    /** Does it to every open socket, or to those of one session. */
    ObjectNode run(JsonNode request) {
        String session = request.path("session").asText();
        List<Connection> chosen = gateway.connections().stream()
                .filter(connection -> session.isEmpty() || session.equals(id(connection)))
                .toList();
        String what = request.path("do").asText();
        switch (what) {
            case "forget_sessions" -> gateway.forgetSessions();
            case "revoke_tokens" -> world.bots.values().forEach(Tokens::revoke);
            default -> chosen.forEach(connection -> run(connection, what, request));
        }
        return Json.object().put("sockets", chosen.size());
    }

    private static String id(Connection connection) {
        Session session = connection.session();
        return session == null ? "" : session.id;
    }

    private void run(Connection connection, String what, JsonNode request) {
        switch (what) {
            case "op7" -> connection.rotate();
            case "op7_4009" -> {
                connection.rotate();
                connection.close(Connection.TIMED_OUT, "Session timed out");
            }
            case "op9" -> connection.invalid(request.path("resumable").asBoolean());
            case "close" ->
                connection.close(
                        request.path("code").asInt(SimSocket.NO_CODE),
                        request.path("reason").asText());
            case "reset" -> connection.reset();
            case "freeze" -> connection.freeze();
            case "heartbeat" -> connection.send(Json.object().put("op", 1).putNull("d"));
            case "unknown_op" -> connection.say("{\"op\":99,\"d\":{\"new\":true}}");
            case "unknown_event" ->
                connection.say("{\"id\":\"NEW:1\",\"op\":0,\"s\":" + newest(connection)
                        + ",\"t\":\"SOMETHING_NEW\",\"d\":{\"a\":[1,{}],\"b\":null}}");
            case "oversized" ->
                connection.say("{\"id\":\"BIG:1\",\"op\":0,\"s\":" + newest(connection)
                        + ",\"t\":\"SOMETHING_BIG\",\"d\":\"" + "x".repeat(OVERSIZED) + "\"}");
            case "garbage" -> connection.say("{not json");
            case "text" -> connection.say(request.path("text").asText());
            default -> throw new IllegalArgumentException("nobody knows how to do " + what);
        }
    }

    /** Events that the servers make up count as well. */
    private static long newest(Connection connection) {
        Session session = connection.session();
        return session == null ? 0 : ++session.newest;
    }

    /** The sessions as they are. */
    ObjectNode sessions() {
        ArrayNode all = Json.array();
        for (Session session : gateway.sessions()) {
            ObjectNode one = all.addObject()
                    .put("session", session.id)
                    .put("app_id", session.bot.appId)
                    .put("connected", session.connection != null)
                    .put("intents", session.intents)
                    .put("newest", session.newest)
                    .put("confirmed", session.confirmed)
                    .put("kept", session.ring.size());
            ArrayNode beats = one.putArray("heartbeats");
            session.heartbeats.forEach(beats::add);
        }
        return Json.object().put("sockets", gateway.connections().size()).set("sessions", all);
    }
}
