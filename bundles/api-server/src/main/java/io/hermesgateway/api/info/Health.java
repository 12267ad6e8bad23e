package io.hermesgateway.api.info;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.spi.service.Rows;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.Set;
import java.util.function.LongSupplier;

/** {@code /health} and {@code /health/detailed}: states and counts, never paths, details or secrets. */
public final class Health {
    private static final String PLATFORM = "hermes-agent";
    private static final Set<String> WELL = Set.of("ok", "running", "online", "stopped", "paused");
    private static final double FULL = 0.9;

    private final ApiParts parts;
    private final LongSupplier runs;

    /** @param runs how many runs go on */
    public Health(ApiParts parts, LongSupplier runs) {
        this.parts = parts;
        this.runs = runs;
    }

    public void mount(Routes routes) {
        for (String path : new String[] {"/health", "/v1/health"}) {
            routes.add("GET", path, "", call -> parts.answer(call.exchange(), 200, brief()));
        }
        routes.add("GET", "/health/detailed", "status", call -> parts.answer(call.exchange(), 200, detailed()));
    }

    private ObjectNode brief() {
        return Json.object()
                .put("status", "ok")
                .put("platform", PLATFORM)
                .put("version", parts.context().control().status().version());
    }

    private ObjectNode detailed() {
        Rows.Status status = parts.context().control().status();
        long active = status.queues().getOrDefault("turns", 0L);
        boolean running = status.state().equals("running");
        ObjectNode all = Json.object().put("status", running ? "ok" : status.state());
        all.set("readiness", readiness(status, running));
        all.put("platform", PLATFORM).put("version", status.version()).put("gateway_state", status.state());
        ObjectNode platforms = all.putObject("platforms");
        parts.context().control().platforms().forEach(row -> platforms
                .putObject(row.id())
                .put("state", row.state()));
        all.put("active_agents", active)
                .put("gateway_busy", active > 0)
                .put("gateway_drainable", running || status.state().equals("degraded"))
                .putNull("exit_reason")
                .put("updated_at", parts.clock().instant().toString())
                .put("pid", status.pid());
        all.putObject("api_server").put("active_runs", runs.getAsLong());
        return all;
    }

    private ObjectNode readiness(Rows.Status status, boolean running) {
        ObjectNode checks = Json.object();
        check(checks, "gateway", running, status.state());
        check(checks, "config", status.config().error() == null, status.config().state());
        disk(checks);
        checks.putObject("background_queues")
                .put("status", "ok")
                .put("active_api_runs", runs.getAsLong())
                .put("process_completions", 0)
                .put("active_delegations", 0);
        status.components().forEach(part -> check(checks, named(part.id()), WELL.contains(part.state()), part.state()));
        boolean ready = running;
        for (var each : checks) {
            ready &= each.path("status").asText().equals("ok");
        }
        ObjectNode readiness = Json.object().put("status", ready ? "ok" : "degraded");
        readiness.set("checks", checks);
        return readiness;
    }

    /** As Hermes calls it. */
    private static String named(String component) {
        return switch (component) {
            case "store" -> "state_db";
            case "agent" -> "model";
            default -> component;
        };
    }

    private static void check(ObjectNode checks, String name, boolean well, String detail) {
        checks.putObject(name).put("status", well ? "ok" : "degraded").put("detail", detail);
    }

    private void disk(ObjectNode checks) {
        try {
            FileStore disk = Files.getFileStore(parts.context().home());
            double used = 1 - (double) disk.getUsableSpace() / Math.max(1, disk.getTotalSpace());
            check(checks, "disk", used < FULL, Math.round(used * 100) + " % used");
        } catch (IOException unknown) {
            check(checks, "disk", false, "unknown");
        }
    }
}
