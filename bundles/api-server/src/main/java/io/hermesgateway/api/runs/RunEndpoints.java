package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.MessageContent;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.spi.plugin.Registration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/runs} and what hangs on it. */
public final class RunEndpoints {
    private static final String SCOPE = "runs";
    private static final String ONE = "/v1/runs/{run_id}";
    private static final int EVENT_ID_DIGITS_MOST = 18;

    private final ApiParts parts;
    private final Runs runs;
    private final RunStart start;
    private final RunAnswers answers;

    public RunEndpoints(ApiParts parts, Runs runs, Chains chains) {
        this.parts = parts;
        this.runs = runs;
        this.start = new RunStart(parts, runs, chains);
        this.answers = new RunAnswers(parts, runs);
    }

    public void mount(Routes routes) {
        routes.add("POST", "/v1/runs", SCOPE, call -> call.exchange().body(bytes -> start.serve(call, bytes)));
        routes.add(
                "GET",
                ONE,
                SCOPE,
                call -> parts.answer(call.exchange(), 200, run(call).status()));
        routes.add("GET", ONE + "/events", SCOPE, this::events);
        routes.add("POST", ONE + "/stop", SCOPE, call -> call.exchange().body(bytes -> stop(call)));
        routes.add("POST", ONE + "/steer", SCOPE, call -> call.exchange().body(bytes -> steer(call, bytes)));
        routes.add("POST", ONE + "/approval", SCOPE, call -> call.exchange()
                .body(bytes -> answers.answer(call, run(call), parts.json().object(bytes))));
    }

    private Run run(Call call) {
        return runs.find(call.key(), call.part("run_id"))
                .orElseThrow(() -> Refusals.notFound("run_not_found", "There is no such run"));
    }

    private void events(Call call) {
        Run run = run(call);
        long after = lastSeen(Sse.lastEventId(call.exchange().request()));
        Sse stream = call.exchange().events(Sse.Options.USUAL);
        Registration following = run.events().follow(after, new RunEvents.Reader() {
            @Override
            public void event(long id, String json) {
                stream.event(Long.toString(id), null, json);
            }

            @Override
            public void end() {
                stream.comment("stream closed");
                stream.end();
            }
        });
        stream.onClose(following::close);
    }

    /** Whoever says nothing sensible gets everything. */
    private static long lastSeen(@Nullable String header) {
        String id = header == null ? "" : header.strip();
        boolean number = !id.isEmpty()
                && id.length() <= EVENT_ID_DIGITS_MOST
                && id.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(id) : 0;
    }

    /** Answers at once: how long the agent needs to notice is not the client's affair. */
    private void stop(Call call) {
        Run run = run(call);
        if (!run.become(RunState.STOPPING)) {
            parts.answer(call.exchange(), 200, run.status());
            return;
        }
        ObjectNode answer = Json.object().put("run_id", run.id()).put("status", RunState.STOPPING.word());
        if (!parts.context().turns().stop(run.turnId(), "Stop requested via API")
                && !run.state().over()) {
            throw new Refused(Failure.conflict("run_not_active", "This run is not active"));
        }
        parts.answer(call.exchange(), 200, answer);
    }

    private void steer(Call call, byte[] bytes) {
        Run run = run(call);
        String text = words(parts.json().object(bytes));
        if (run.state() != RunState.RUNNING) {
            throw new Refused(
                    Failure.conflict("run_not_accepting_steer", "A run can be steered while it is running only"));
        }
        if (!parts.context().turns().steer(run.turnId(), text)) {
            throw new Refused(Failure.conflict("steer_not_accepted", "The run took no more words"));
        }
        run.tell("run.steered", Json.object().put("accepted", true));
        parts.answer(
                call.exchange(),
                200,
                Json.object()
                        .put("object", "hermes.run.steer")
                        .put("run_id", run.id())
                        .put("accepted", true));
    }

    private static String words(ObjectNode body) {
        for (String name : List.of("input", "message", "text")) {
            String text =
                    body.has(name) ? MessageContent.textOf(body.path(name)).strip() : "";
            if (!text.isEmpty()) {
                return text;
            }
        }
        throw Refusals.bad("invalid_steer_input", "input", "Say something in 'input', 'message' or 'text'");
    }
}
