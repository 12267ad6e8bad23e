package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place.Scope;
import java.time.Duration;
import java.time.Instant;

/** Something of a person that may be answered for a while, a few times. Guarded by whoever holds it. */
final class Handle {
    private static final Duration SAFETY = Duration.ofSeconds(30);

    final String id;
    final boolean event;
    final Instant at;
    private int used;
    private int seq = 1;
    private boolean dead;

    Handle(String id, boolean event, Instant at) {
        this.id = id;
        this.event = event;
        this.at = at;
    }

    boolean isValid(Scope scope, Instant now) {
        return !dead && at.plus(scope.validity()).minus(SAFETY).isAfter(now);
    }

    int left(Scope scope) {
        return scope.replies() - used;
    }

    /** Spends one answer and returns its number. */
    int spend() {
        used++;
        return seq++;
    }

    /** Gives an answer back that surely was not counted; its number stays used. */
    void giveBack() {
        used--;
    }

    int nextSeq() {
        return seq++;
    }

    void die() {
        dead = true;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("i", id)
                .put("e", event)
                .put("a", at.toEpochMilli())
                .put("u", used)
                .put("s", seq)
                .put("d", dead);
    }

    static Handle of(JsonNode node) {
        Handle handle = new Handle(
                node.path("i").asText(),
                node.path("e").asBoolean(),
                Instant.ofEpochMilli(node.path("a").asLong()));
        handle.used = node.path("u").asInt();
        handle.seq = node.path("s").asInt(1);
        handle.dead = node.path("d").asBoolean();
        return handle;
    }
}
