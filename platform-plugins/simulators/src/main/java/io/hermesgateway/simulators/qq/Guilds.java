package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Messages to guild channels and to people of a guild, which follow rules of their own. */
final class Guilds {
    private static final int PER_SECOND = 5;
    private static final int CHANNEL_PER_DAY = 20;
    private static final int DM_PER_DAY = 2;

    private final World world;
    private final Gateway gateway;
    private final Handles handles;
    private final Cards cards;
    private final Map<Room, ArrayDeque<Instant>> recent = new HashMap<>();

    Guilds(World world, Gateway gateway, Handles handles, Cards cards) {
        this.world = world;
        this.gateway = gateway;
        this.handles = handles;
        this.cards = cards;
    }

    ObjectNode send(Room room, JsonNode body) {
        if (!gateway.isOnline(room.bot)) {
            throw new Refusal(400, 304018, "bot is not connected");
        }
        String text = body.path("content").asText();
        boolean markdown = body.path("markdown").isObject();
        if (text.isBlank() && !markdown && !body.hasNonNull("image")) {
            throw new Refusal(400, 50006, "message is empty");
        }
        if (markdown && !world.knobs.flag("markdown")) {
            throw new Refusal(400, 40034090, "no markdown permission");
        }
        String by = ticket(room, body.path("msg_id").asText());
        checkRate(room);
        Keyboard keyboard = markdown && body.hasNonNull("keyboard") ? Keyboard.read(body.path("keyboard")) : null;
        String id = world.hex(18);
        ObjectNode said = Json.object()
                .put("id", id)
                .put("to", room.name)
                .put("text", markdown ? body.path("markdown").path("content").asText() : text)
                .put("by", by);
        if (keyboard != null) {
            said.set("keyboard", cards.show(id, room, keyboard));
        }
        world.note(room.key(), "out", said);
        ObjectNode answer = Json.object()
                .put("id", id)
                .put("channel_id", room.id)
                .put("guild_id", room.guild)
                .put("content", text)
                .put("timestamp", world.timestamp());
        answer.set("author", room.bot.user());
        return answer;
    }

    private String ticket(Room room, String message) {
        if (!message.isEmpty()) {
            handles.checkAge(handles.message(room, message));
            return "msg_id";
        }
        Instant day = world.now().minus(Duration.ofDays(1));
        room.active.removeIf(sent -> sent.isBefore(day));
        if (room.active.size() >= (room.scope == Scope.GUILD ? CHANNEL_PER_DAY : DM_PER_DAY)) {
            throw new Refusal(400, 304045, "active message quota used up");
        }
        room.active.add(world.now());
        return "active";
    }

    private void checkRate(Room room) {
        ArrayDeque<Instant> sent = recent.computeIfAbsent(room, any -> new ArrayDeque<>());
        Instant second = world.now().minusSeconds(1);
        sent.removeIf(at -> !at.isAfter(second));
        if (sent.size() >= PER_SECOND) {
            throw new Refusal(429, 20028, "channel message frequency limit");
        }
        sent.add(world.now());
    }

    /** A private chat with somebody of a guild is opened before it is used. */
    ObjectNode open(Room room) {
        return Json.object()
                .put("guild_id", room.guild)
                .put("channel_id", room.id)
                .put("create_time", String.valueOf(world.now().getEpochSecond()));
    }
}
