package io.hermesgateway.weixin.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.weixin.wire.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far deliveries of several messages have come, and how they were cut, so that after an interruption the rest
 * follows and nothing comes twice.
 */
final class Progress {
    private static final String NAME = "begun";
    private static final int REMEMBERED = 200;

    private final PlatformContext context;
    private final Map<String, Begun> begun = new LinkedHashMap<>();
    private boolean loaded;

    Progress(PlatformContext context) {
        this.context = context;
    }

    /** @param arrived messages of this plan that the far side has */
    record Begun(Plan plan, int arrived) {}

    synchronized Optional<Begun> of(String deliveryId) {
        load();
        return Optional.ofNullable(begun.get(deliveryId));
    }

    synchronized void keep(String deliveryId, Begun now) {
        load();
        begun.remove(deliveryId);
        begun.put(deliveryId, now);
        while (begun.size() > REMEMBERED) {
            begun.remove(begun.keySet().iterator().next());
        }
        save();
    }

    synchronized void done(String deliveryId) {
        load();
        if (begun.remove(deliveryId) != null) {
            save();
        }
    }

    private void load() {
        if (!loaded) {
            loaded = true;
            try {
                for (var entry : Wire.read(context.cursor(NAME).orElse("{}")).properties()) {
                    Plan plan = Plan.valueOf(entry.getValue().path("plan").asText());
                    begun.put(
                            entry.getKey(),
                            new Begun(plan, entry.getValue().path("arrived").asInt()));
                }
            } catch (JsonProcessingException | IllegalArgumentException foreign) {
                begun.clear();
            }
        }
    }

    private void save() {
        ObjectNode json = Wire.object();
        begun.forEach(
                (id, now) -> json.putObject(id).put("plan", now.plan().name()).put("arrived", now.arrived()));
        context.saveCursor(NAME, json.toString());
    }
}
