package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What people do: write, press, add the bot, throw it out. */
final class Hands {
    private static final Set<String> GIVES_HANDLE =
            Set.of("C2C_MSG_RECEIVE", "FRIEND_ADD", "GROUP_ADD_ROBOT", "GROUP_MSG_RECEIVE");

    private final World world;
    private final People people;
    private final Gateway gateway;
    private final Handles handles;
    private final Cards cards;
    private final Interactions interactions;
    private final Audits audits;
    private final Sending sending;

    Hands(
            World world,
            People people,
            Gateway gateway,
            Handles handles,
            Cards cards,
            Interactions interactions,
            Audits audits,
            Sending sending) {
        this.world = world;
        this.people = people;
        this.gateway = gateway;
        this.handles = handles;
        this.cards = cards;
        this.interactions = interactions;
        this.audits = audits;
        this.sending = sending;
    }

    private Bot bot(JsonNode request) {
        String appId = request.path("app_id").asText();
        Bot bot = appId.isEmpty() ? world.bots.values().iterator().next() : world.bots.get(appId);
        if (bot == null) {
            throw new IllegalArgumentException("there is no bot " + appId);
        }
        return bot;
    }

    /** {@code scope} may be left out: with a group it is one, without it is a private chat. */
    Room room(JsonNode request) {
        String group = request.path("group").asText();
        Scope scope = Scope.of(request.path("scope").asText(group.isEmpty() ? "c2c" : "group"));
        return people.room(bot(request), scope, request.path("user").asText(), group);
    }

    Room find(Bot bot, Scope scope, String id) {
        return people.find(bot, scope, id).orElseThrow(() -> new Refusal(400, 40034001, "请求参数openid无效"));
    }

    /** A person writes. */
    ObjectNode say(JsonNode request) {
        Room room = room(request);
        String member = People.member(room, request.path("user").asText());
        String id = request.path("id").asText("ROBOT1.0_" + world.hex(12) + "!");
        boolean mention = request.path("mention").asBoolean(true);
        String type = Inbound.type(room.scope, mention);
        String envelope = type + ":" + world.hex(10);
        ObjectNode data = Inbound.message(world, room, member, id, request, mention);
        if (request.path("patch").isObject()) {
            data.setAll((ObjectNode) request.path("patch"));
        }
        handles.message(id, room);
        room.lastWord = world.now();
        room.wakeups.clear();
        world.note(
                room.key(),
                "in",
                Json.object()
                        .put("id", id)
                        .put("event_id", envelope)
                        .put("user", member)
                        .put("name", room.members.getOrDefault(member, member))
                        .put("room", room.name)
                        .put("text", request.path("text").asText()));
        int sessions = gateway.dispatch(room.bot, envelope, type, data);
        return Json.object()
                .put("id", id)
                .put("event_id", envelope)
                .put("conversation", room.key())
                .put("user", member)
                .put("sessions", sessions);
    }

    /** Many messages at once. */
    ObjectNode flood(JsonNode request) {
        int count = request.path("count").asInt(1);
        for (int i = 1; i <= count; i++) {
            ObjectNode one = request.deepCopy();
            one.put("text", request.path("text").asText() + " " + i);
            say(one);
        }
        return Json.object().put("count", count);
    }

    /** A person adds the bot, throws it out, allows or forbids that it speaks first; or anything at all, with {@code data}. */
    ObjectNode event(JsonNode request) {
        String type = request.path("type").asText().toUpperCase(Locale.ROOT);
        String envelope = request.path("id").asText(type + ":" + world.hex(10));
        if (request.path("data").isObject()) {
            int sessions = gateway.dispatch(bot(request), envelope, type, (ObjectNode) request.path("data"));
            world.note("", "event", Json.object().put("type", type).put("event_id", envelope));
            return Json.object().put("event_id", envelope).put("sessions", sessions);
        }
        Room room = room(request);
        ObjectNode data = Json.object();
        if (room.scope == Scope.GROUP) {
            data.put("group_openid", room.id)
                    .put(
                            "op_member_openid",
                            People.member(room, request.path("user").asText()));
        } else {
            data.put("openid", room.id);
        }
        data.put("timestamp", world.now().getEpochSecond());
        room.rejects = type.endsWith("_REJECT") || (room.rejects && !type.endsWith("_RECEIVE"));
        if (GIVES_HANDLE.contains(type)) {
            handles.event(envelope, room);
        }
        world.note(room.key(), "event", Json.object().put("type", type).put("event_id", envelope));
        int sessions = gateway.dispatch(room.bot, envelope, type, data);
        return Json.object()
                .put("event_id", envelope)
                .put("conversation", room.key())
                .put("sessions", sessions);
    }

    /** A person presses a button that can be seen. {@code button} is its id, its data or its label. */
    ObjectNode click(JsonNode request) {
        Room room = room(request);
        String person = People.member(room, request.path("user").asText());
        if (request.path("manager").asBoolean()) {
            room.managers.add(person);
        }
        String wanted = request.path("button").asText();
        Cards.Card card = cards.find(room, request.path("message").asText(), wanted);
        Keyboard.Button button = card.find(wanted).orElseThrow();
        if (card.isGrey(button, person)) {
            return refused(room, person, button, "grey");
        }
        if (!mayPress(room, button, person)) {
            return refused(room, person, button, "permission");
        }
        switch (button.action()) {
            case 0 -> {
                return Json.object().put("clicked", true).put("link", button.data());
            }
            case 2 -> {
                return command(request, room, button);
            }
            default -> {
                card.press(button, person);
                Runnable release = () -> card.release(button, person);
                return interactions
                        .click(room, person, button.id(), button.data(), release)
                        .put("clicked", true);
            }
        }
    }

    private ObjectNode command(JsonNode request, Room room, Keyboard.Button button) {
        ObjectNode done = Json.object().put("clicked", true).put("input", button.data());
        if (button.enter() && room.scope == Scope.C2C) {
            ObjectNode say = request.deepCopy();
            say.put("text", button.data()).remove("id");
            done.set("said", say(say));
        }
        return done;
    }

    private ObjectNode refused(Room room, String person, Keyboard.Button button, String why) {
        world.note(
                room.key(),
                "click_refused",
                Json.object().put("operator", person).put("button", button.id()).put("why", why));
        return Json.object().put("clicked", false).put("why", why);
    }

    private boolean mayPress(Room room, Keyboard.Button button, String person) {
        return switch (button.permission()) {
            case 0 ->
                switch (world.knobs.text("permission_0")) {
                    case "lenient" -> true;
                    case "broken" -> false;
                    default -> button.people().contains(person);
                };
            case 1 -> room.scope == Scope.C2C || room.managers.contains(person);
            case 2 -> true;
            default -> room.scope == Scope.GUILD;
        };
    }

    /** A click that no keyboard knows of: {@code data}, {@code button}, {@code operator} as they are given. */
    ObjectNode rawClick(JsonNode request) {
        Room room = room(request);
        String operator = request.path("operator").asText();
        return interactions.click(
                room,
                operator.isEmpty() ? People.member(room, request.path("user").asText()) : operator,
                request.path("button").asText(),
                request.path("data").asText(),
                () -> world.note(room.key(), "released", Json.object()));
    }

    ObjectNode clickAgain(JsonNode request) {
        return interactions.again(request.path("interaction").asText());
    }

    /** The keyboards of a room as a person sees them. */
    ObjectNode keyboards(JsonNode request) {
        Room room = room(request);
        String person = People.member(room, request.path("user").asText());
        ArrayNode all = Json.array();
        cards.in(room).forEach(card -> all.add(cards.describe(card, person)));
        return Json.object().set("keyboards", all);
    }

    /** Somebody looked at a message that waited. */
    ObjectNode audit(JsonNode request) {
        Map.Entry<String, Audits.Held> waited =
                audits.take(request.path("audit_id").asText());
        Audits.Held held = waited.getValue();
        boolean pass = request.path("pass").asBoolean(true);
        ObjectNode data = Json.object()
                .put("audit_id", waited.getKey())
                .put("audit_time", world.timestamp())
                .put("create_time", world.timestamp());
        if (pass) {
            data.put(
                    "message_id",
                    sending.commit(held.room(), held.said(), null, false)
                            .path("id")
                            .asText());
        }
        String type = pass ? "MESSAGE_AUDIT_PASS" : "MESSAGE_AUDIT_REJECT";
        gateway.dispatch(held.room().bot, type + ":" + world.hex(10), type, data);
        return data;
    }

    /** Who is there. */
    ObjectNode rooms() {
        ArrayNode all = Json.array();
        for (Room room : people.all()) {
            ObjectNode one = all.addObject()
                    .put("conversation", room.key())
                    .put("scope", room.scope.word)
                    .put("name", room.name)
                    .put("id", room.id);
            room.members.forEach(one.putObject("members")::put);
        }
        return Json.object().set("rooms", all);
    }
}
