package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clicks on their way to the bot, and the answers that let the person's button come to rest. */
final class Interactions {
    private static final int KEYBOARD_CLICK = 11;
    private static final int MOST_CODE = 5;

    private final World world;
    private final Gateway gateway;
    private final Handles handles;
    private final Map<String, Click> clicks = new HashMap<>();

    Interactions(World world, Gateway gateway, Handles handles) {
        this.world = world;
        this.gateway = gateway;
        this.handles = handles;
    }

    /** What is known of one click. */
    private static final class Click {
        final Room room;
        final String envelope;
        final ObjectNode data;
        final Instant start;
        final Runnable release;
        SimClock.@Nullable Timer deadline;
        int answers;

        Click(Room room, String envelope, ObjectNode data, Instant start, Runnable release) {
            this.room = room;
            this.envelope = envelope;
            this.data = data;
            this.start = start;
            this.release = release;
        }
    }

    /** Somebody pressed a button that calls the bot back. */
    ObjectNode click(Room room, String operator, String buttonId, String buttonData, Runnable release) {
        String id = world.hex(4) + "-" + world.hex(2) + "-" + world.hex(2) + "-" + world.hex(2) + "-" + world.hex(6);
        String envelope = "INTERACTION_CREATE:" + id;
        ObjectNode data = Json.object()
                .put("id", id)
                .put("type", KEYBOARD_CLICK)
                .put("chat_type", room.scope.chatType)
                .put("timestamp", world.timestamp())
                .put("version", 1)
                .put("application_id", room.bot.appId);
        if (world.knobs.flag("click_scene")) {
            data.put("scene", room.scope == Scope.DM ? "guild" : room.scope.word);
        }
        ObjectNode resolved = data.putObject("data").put("type", KEYBOARD_CLICK).putObject("resolved");
        resolved.put("button_id", buttonId).put("button_data", buttonData);
        name(room, operator, data, resolved);
        Click click = new Click(room, envelope, data, world.now(), release);
        clicks.put(id, click);
        if (!world.knobs.is("event_id", "data")) {
            handles.event(envelope, room);
        }
        if (!world.knobs.is("event_id", "envelope")) {
            handles.event(id, room);
        }
        ObjectNode note = Json.object()
                .put("interaction", id)
                .put("operator", operator)
                .put("name", room.members.getOrDefault(operator, operator))
                .put("button", buttonId)
                .put("data", buttonData);
        world.note(room.key(), "click", note);
        int sessions = gateway.dispatch(room.bot, envelope, "INTERACTION_CREATE", data);
        click.deadline =
                world.clock.after(Duration.ofSeconds(world.knobs.number("ack_seconds")), () -> expire(id, click));
        return note.deepCopy().put("event_id", envelope).put("sessions", sessions);
    }

    private void name(Room room, String operator, ObjectNode data, ObjectNode resolved) {
        boolean full = !world.knobs.is("click_operator", "resolved");
        switch (room.scope) {
            case C2C -> {
                if (full) {
                    data.put("user_openid", operator);
                }
            }
            case GROUP -> {
                data.put("group_openid", room.id);
                if (full) {
                    data.put("group_member_openid", operator);
                }
            }
            case GUILD, DM -> {
                data.put("guild_id", room.guild).put("channel_id", room.id);
                resolved.put("user_id", operator);
            }
        }
        if (!full) {
            resolved.put("user_id", operator);
        }
    }

    /** The same click once more, as replays and pushes that were not confirmed bring it. */
    ObjectNode again(String id) {
        Click click = clicks.get(id);
        if (click == null) {
            throw new IllegalArgumentException("there was no click " + id);
        }
        int sessions = gateway.dispatch(click.room.bot, click.envelope, "INTERACTION_CREATE", click.data);
        return Json.object().put("interaction", id).put("sessions", sessions);
    }

    private void expire(String id, Click click) {
        synchronized (world) {
            if (click.answers == 0) {
                world.note(click.room.key(), "timed_out", Json.object().put("interaction", id));
                release(click);
            }
        }
    }

    private void release(Click click) {
        if (!world.knobs.flag("stay_grey")) {
            click.release.run();
        }
    }

    /** The bot's answer to a click. */
    void answer(Bot bot, String id, JsonNode body) {
        Click click = clicks.get(id);
        if (click == null || click.room.bot != bot) {
            throw new Refusal(404, 630001, "interaction not found");
        }
        JsonNode code = body.path("code");
        if (!code.isInt() || code.asInt() < 0 || code.asInt() > MOST_CODE) {
            throw new Refusal(400, 630003, "invalid code");
        }
        long latency = Duration.between(click.start, world.now()).toMillis();
        click.answers++;
        boolean late = latency > 1000 * world.knobs.number("ack_seconds");
        world.note(
                click.room.key(),
                click.answers == 1 ? "ack" : "ack_again",
                Json.object()
                        .put("interaction", id)
                        .put("code", code.asInt())
                        .put("latency_ms", latency)
                        .put("late", late)
                        .put("answers", click.answers));
        SimClock.Timer deadline = click.deadline;
        if (deadline != null) {
            deadline.cancel();
        }
        if (click.answers == 1 && code.asInt() != 0 && !late) {
            release(click);
        }
    }
}
