package io.hermesgateway.api.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.error.Fault;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code /api/jobs}. The schedule is another bundle's: it offers the calls {@code cron.list}, {@code cron.show}, {@code
 * cron.create}, {@code cron.update}, {@code cron.remove}, {@code cron.pause}, {@code cron.resume} and {@code cron.run},
 * whose arguments and rows are those of a job here. While it is not there, that is the answer.
 */
public final class Jobs {
    private static final String SCOPE = "jobs";
    private static final String ALL = "/api/jobs";
    private static final String ONE = ALL + "/{job_id}";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");

    private final ApiParts parts;
    private final Verbs verbs;

    public Jobs(ApiParts parts, Verbs verbs) {
        this.parts = parts;
        this.verbs = verbs;
    }

    public void mount(Routes routes) {
        routes.add("GET", ALL, SCOPE, this::list);
        routes.add("POST", ALL, SCOPE, call -> call.exchange()
                .body(bytes -> job(call, "cron.create", arguments(JobOrder.create(call, body(bytes))))));
        routes.add("GET", ONE, SCOPE, call -> job(call, "cron.show", named(call, Json.object())));
        routes.add("PATCH", ONE, SCOPE, call -> call.exchange()
                .body(bytes -> job(call, "cron.update", named(call, JobOrder.change(body(bytes))))));
        routes.add("DELETE", ONE, SCOPE, call -> call.exchange().body(bytes -> {
            ask(call, "cron.remove", named(call, Json.object()));
            parts.answer(call.exchange(), 200, Json.object().put("ok", true));
        }));
        for (String action : new String[] {"pause", "resume", "run"}) {
            routes.add("POST", ONE + "/" + action, SCOPE, call -> call.exchange()
                    .body(bytes -> job(call, "cron." + action, named(call, once(action, bytes)))));
        }
        routes.add("POST", "/api/cron/fire", SCOPE, call -> {
            throw away();
        });
    }

    private ObjectNode body(byte[] bytes) {
        return parts.json().object(bytes);
    }

    /** A run may carry words for this one time. */
    private ObjectNode once(String action, byte[] bytes) {
        ObjectNode given = body(bytes);
        ObjectNode order = Json.object();
        if (action.equals("run") && given.has("prompt")) {
            order.put("prompt", JobOrder.prompt(given));
        }
        return order;
    }

    private void list(Call call) {
        String disabled = call.exchange().query("include_disabled");
        boolean all = "true".equalsIgnoreCase(disabled) || "1".equals(disabled);
        ObjectNode answer = Json.object();
        answer.set("jobs", parts.mapper().valueToTree(ask(call, "cron.list", Map.of("include_disabled", all))));
        parts.answer(call.exchange(), 200, answer);
    }

    private void job(Call call, String verb, Map<String, Object> arguments) {
        ObjectNode answer = Json.object();
        answer.set("job", parts.mapper().valueToTree(ask(call, verb, arguments)));
        parts.answer(call.exchange(), 200, answer);
    }

    private Map<String, Object> named(Call call, ObjectNode order) {
        String id = call.part("job_id");
        if (!ID.matcher(id).matches()) {
            throw JobOrder.bad("Invalid job ID");
        }
        Map<String, Object> arguments = arguments(order);
        arguments.put("id", id);
        return arguments;
    }

    private Map<String, Object> arguments(ObjectNode order) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        order.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                arguments.put(field.getKey(), parts.mapper().convertValue(field.getValue(), Object.class));
            }
        });
        return arguments;
    }

    private Object ask(Call call, String verb, Map<String, Object> arguments) {
        if (!verbs.has("cron.list")) {
            throw away();
        }
        try {
            Optional<Object> result = verbs.call(verb, call.key(), arguments);
            return result.orElse(Map.of());
        } catch (GatewayException refused) {
            throw new Refused(failure(refused));
        }
    }

    private static Refused away() {
        return new Refused(Refusals.server(501, "cron_unavailable", "The cron plugin is not running"));
    }

    private static Failure failure(GatewayException refused) {
        String words = String.valueOf(refused.getMessage());
        if (refused.code() == KernelError.NOT_FOUND) {
            return Failure.notFound("job_not_found", "Job not found");
        }
        if (refused.code().code().equals("schedule_not_registered")) {
            return Refusals.server(424, refused.code().code(), words);
        }
        return refused.code().fault() == Fault.CALLER
                ? Failure.badRequest(refused.code().code(), words)
                : Refusals.server(503, refused.code().code(), words);
    }
}
