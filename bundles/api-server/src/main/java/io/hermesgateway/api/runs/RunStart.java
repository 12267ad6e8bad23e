package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.Wishes;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/runs}. */
final class RunStart {
    private static final int REPEAT_MOST = 255;

    private final ApiParts parts;
    private final Runs runs;
    private final Chains chains;

    RunStart(ApiParts parts, Runs runs, Chains chains) {
        this.parts = parts;
        this.runs = runs;
        this.chains = chains;
    }

    /** A repeat is answered before anything can be refused for lack of room: its first answer may have been lost. */
    void serve(Call call, byte[] bytes) {
        ObjectNode body = parts.json().object(bytes);
        SessionHeaders session = SessionHeaders.of(call);
        RunRequest request = RunRequest.of(body, parts.clock().instant());
        Wishes wishes = Wishes.of(parts, body);
        String repeat = repeat(call);
        if (repeat == null) {
            begun(call, begin(call, request, session, wishes, null, null), false, session);
            return;
        }
        String fingerprint = digest(body + "\n" + session.key() + "\n" + session.id());
        synchronized (this) {
            Optional<Run> before = runs.repeated(call.key(), repeat);
            if (before.isPresent() && !before.get().field("fingerprint").equals(fingerprint)) {
                throw new Refused(Failure.conflict(
                        "idempotency_key_conflict", "This Idempotency-Key was used with another request before"));
            }
            Run run = before.orElseGet(() -> begin(call, request, session, wishes, repeat, fingerprint));
            begun(call, run, before.isPresent(), session);
        }
    }

    private static @Nullable String repeat(Call call) {
        String key = call.exchange().header("Idempotency-Key");
        if (key == null) {
            return null;
        }
        if (key.isEmpty() || key.length() > REPEAT_MOST || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Refusals.bad(
                    "invalid_idempotency_key", "Idempotency-Key", "The key must be 1 to 255 visible ASCII characters");
        }
        return key;
    }

    private Run begin(
            Call call,
            RunRequest request,
            SessionHeaders session,
            Wishes wishes,
            @Nullable String repeat,
            @Nullable String fingerprint) {
        Slots.Slot slot = parts.slots().take();
        try {
            // The id follows from the key, so that a request whose answer was lost in a crash finds its turn again.
            String id = repeat == null
                    ? parts.id("run_", 32)
                    : "run_" + digest(Run.owner(call.key()) + "\n" + repeat).substring(0, 32);
            Optional<Chains.Chain> chain =
                    request.previous().isEmpty() ? Optional.empty() : chains.find(call.key(), request.previous());
            Map<String, String> options = new HashMap<>(session.among(wishes.options()));
            if (request.author() != null) {
                options.put("author", request.author());
            }
            Ask ask = new Ask(
                    sessionId(request, chain, session, id),
                    request.message(),
                    history(request, chain),
                    instructions(request, chain),
                    options,
                    Turns.Asking.ATTENDED);
            return runs.begin(new Runs.Order(id, call.key(), ask, wishes.model(), repeat, fingerprint, slot), null);
        } catch (RuntimeException refused) {
            slot.close();
            throw refused;
        }
    }

    private static String sessionId(
            RunRequest request, Optional<Chains.Chain> chain, SessionHeaders session, String runId) {
        String named = request.sessionId();
        String header = session.id();
        if (named != null) {
            return named;
        }
        return chain.map(Chains.Chain::sessionId).orElse(header == null ? runId : header);
    }

    /** Null lets the session speak for itself. */
    private static @Nullable List<TranscriptLine> history(RunRequest request, Optional<Chains.Chain> chain) {
        if (request.history() != null) {
            return request.history();
        }
        if (chain.isPresent()) {
            return chain.get().history();
        }
        return request.earlier().isEmpty() ? null : request.earlier();
    }

    private static @Nullable String instructions(RunRequest request, Optional<Chains.Chain> chain) {
        return request.instructions() != null
                ? request.instructions()
                : chain.map(Chains.Chain::instructions).orElse(null);
    }

    private void begun(Call call, Run run, boolean again, SessionHeaders session) {
        session.echo(call, run.sessionId());
        if (again) {
            call.put("Idempotency-Replayed", "true");
        }
        parts.answer(
                call.exchange(),
                202,
                Json.object()
                        .put("run_id", run.id())
                        .put("status", again ? run.state().word() : "started")
                        .put("session_id", run.sessionId())
                        .put("replayed", again));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
