package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages that wait for a person to look at them. The answer looks like an error and is none. */
final class Audits {
    private final World world;
    private final Map<String, Held> held = new LinkedHashMap<>();

    Audits(World world) {
        this.world = world;
    }

    /** One of them. */
    record Held(Room room, ObjectNode said) {}

    /** Accepted, and neither delivered nor refused. */
    static final class Waiting extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String id;

        Waiting(String id) {
            super(id, null, false, false);
            this.id = id;
        }

        SimReply reply(String trace) {
            ObjectNode body = Json.object()
                    .put("message", "push message is waiting for audit now")
                    .put("code", 304023)
                    .put("err_code", 304023)
                    .put("trace_id", trace);
            body.putObject("data").putObject("message_audit").put("audit_id", id);
            return SimReply.json(202, body);
        }
    }

    Waiting hold(Room room, ObjectNode said) {
        String id = world.hex(16);
        held.put(id, new Held(room, said));
        world.note(room.key(), "audit", Json.object().put("audit_id", id).set("message", said));
        return new Waiting(id);
    }

    /** Takes the oldest, or the named one. */
    Map.Entry<String, Held> take(String id) {
        String which = id.isEmpty() ? held.keySet().stream().findFirst().orElse("") : id;
        Held found = held.remove(which);
        if (found == null) {
            throw new IllegalArgumentException("nothing waits for an audit");
        }
        return Map.entry(which, found);
    }
}
