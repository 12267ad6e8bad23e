package io.hermesgateway.simulators.qq;

import io.hermesgateway.simulators.qq.Room.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bot may reply to, for how long and how often. A handle is spent by every message that names it, typing and media
 * included; an answer that got lost has been spent as well.
 */
final class Handles {
    private final World world;
    private final Map<String, Handle> messages = new HashMap<>();
    private final Map<String, Handle> events = new HashMap<>();

    Handles(World world) {
        this.world = world;
    }

    /** One of them. */
    static final class Handle {
        final String id;
        final Room room;
        final Instant start;
        final Set<Long> sequence = new HashSet<>();
        int used;

        private Handle(String id, Room room, Instant start) {
            this.id = id;
            this.room = room;
            this.start = start;
        }
    }

    void message(String id, Room room) {
        messages.putIfAbsent(id, new Handle(id, room, world.now()));
    }

    void event(String id, Room room) {
        events.putIfAbsent(id, new Handle(id, room, world.now()));
    }

    /** The message that is replied to; refused when it is not this room's. */
    Handle message(Room room, String id) {
        return mine(room, messages.get(id));
    }

    Handle event(Room room, String id) {
        return mine(room, events.get(id));
    }

    private static Handle mine(Room room, @Nullable Handle handle) {
        if (handle != null && handle.room == room) {
            return handle;
        }
        throw isGuild(room) ? new Refusal(400, 304026, "msg_id error") : new Refusal(400, 40034024, "请求参数msg_id无效或越权");
    }

    private static boolean isGuild(Room room) {
        return room.scope == Scope.GUILD || room.scope == Scope.DM;
    }

    void checkAge(Handle handle) {
        String knob = handle.room.scope == Scope.C2C ? "c2c_minutes" : "group_minutes";
        Instant end = handle.start.plus(Duration.ofMinutes(world.knobs.number(knob)));
        if (world.now().isAfter(end)) {
            throw isGuild(handle.room)
                    ? new Refusal(400, 304027, "msg_id expire")
                    : new Refusal(400, (int) world.knobs.number("expired_code"), "回复消息msg_id已过期");
        }
    }

    void checkSequence(Handle handle, long seq) {
        if (handle.sequence.contains(seq)) {
            throw new Refusal(400, 40054005, "消息被去重，请检查请求msgseq");
        }
    }

    void checkBudget(Handle handle) {
        if (!isGuild(handle.room) && handle.used >= world.knobs.number("replies_per_handle")) {
            throw new Refusal(400, 22009, "msg limit exceed");
        }
    }
}
