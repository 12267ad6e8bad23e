package io.hermesgateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a probe asks for, where no other bundle answers: states and counts, never paths, details or secrets. */
final class Health {
    private static final String PLATFORM = "hermes-agent";

    private final ObjectMapper mapper = new ObjectMapper();
    private final GatewayControl control;
    private final InstantSource clock;
    private volatile byte @Nullable [] brief;

    Health(GatewayControl control, InstantSource clock) {
        this.control = control;
        this.clock = clock;
    }

    /** Asked for most often of all, so it is made once: the version of the process does not change. */
    byte[] brief() {
        byte[] known = brief;
        if (known == null) {
            Map<String, @Nullable Object> made = new LinkedHashMap<>();
            made.put("status", "ok");
            made.put("platform", PLATFORM);
            made.put("version", control.status().version());
            known = json(made);
            brief = known;
        }
        return known;
    }

    byte[] detailed() {
        return json(details());
    }

    private Map<String, @Nullable Object> details() {
        Rows.Status status = control.status();
        long active = status.queues().getOrDefault("turns", 0L);
        boolean running = status.state().equals("running");
        Map<String, Object> checks = new LinkedHashMap<>();
        status.components()
                .forEach(part -> checks.put(part.id(), Map.of("status", well(part.state()), "detail", part.state())));
        checks.put("config", Map.of("status", status.config().error() == null ? "ok" : "degraded"));
        Map<String, Object> platforms = new LinkedHashMap<>();
        control.platforms().forEach(row -> platforms.put(row.id(), Map.of("state", row.state())));
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("status", running ? "ok" : status.state());
        all.put("readiness", Map.of("status", running ? "ok" : "degraded", "checks", checks));
        all.put("platform", PLATFORM);
        all.put("version", status.version());
        all.put("gateway_state", status.state());
        all.put("platforms", platforms);
        all.put("active_agents", active);
        all.put("gateway_busy", active > 0);
        all.put("gateway_drainable", running || status.state().equals("degraded"));
        all.put("exit_reason", null);
        all.put("updated_at", clock.instant().toString());
        all.put("pid", status.pid());
        return all;
    }

    private static String well(String state) {
        return switch (state) {
            case "ok", "running", "online", "stopped", "paused" -> "ok";
            default -> "degraded";
        };
    }

    private byte[] json(Map<String, @Nullable Object> content) {
        try {
            return mapper.writeValueAsBytes(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts can be written", impossible);
        }
    }
}
