package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows that the agent is at work, in private chats. Each sign costs one of the few answers to a message, so there is one
 * for a turn that lasts, seldom a second, and none when answers are short.
 */
public final class Typing {
    private static final Duration PAUSE = Duration.ofSeconds(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SECONDS = 60;

    private final PlatformContext context;
    private final QqApi api;
    private final ReplyLedger ledger;
    private final Map<Place, Instant> last = new ConcurrentHashMap<>();
    private final Map<String, Place> working = new ConcurrentHashMap<>();

    Typing(PlatformContext context, QqApi api, ReplyLedger ledger) {
        this.context = context;
        this.api = api;
        this.ledger = ledger;
    }

    /** Returns at once. */
    public void watch(Conversation conversation, TurnEvent event) {
        Place place = Place.of(conversation).orElse(null);
        if (place == null || place.scope() != Place.Scope.C2C) {
            return;
        }
        if (event instanceof TurnEvent.Started) {
            working.put(event.turnId(), place);
            context.tasks().run("qqbot typing", () -> show(event.turnId()));
        } else if (event instanceof TurnEvent.Ended || event instanceof TurnEvent.Suspended) {
            working.remove(event.turnId());
        }
    }

    private void show(String turnId) {
        Place place = working.get(turnId);
        if (place == null) {
            return;
        }
        Instant now = context.clock().instant();
        Instant before = last.getOrDefault(place, Instant.EPOCH);
        if (!before.plus(PAUSE).isAfter(now)) {
            last.values().removeIf(at -> at.plus(PAUSE).isBefore(now));
            ledger.sign(place).ifPresent(claim -> {
                last.put(place, now);
                api.call("POST", place.messages(), claim.on(sign()), PATIENCE);
            });
        }
        context.tasks().after(PAUSE.plusSeconds(1), "qqbot typing", () -> show(turnId));
    }

    private static ObjectNode sign() {
        ObjectNode sign = JsonNodeFactory.instance.objectNode().put("msg_type", 6);
        sign.putObject("input_notify").put("input_type", 1).put("input_second", SECONDS);
        return sign;
    }
}
