package io.hermesgateway.api.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.turn.Ask;
import io.hermesgateway.api.turn.ClientTools;
import io.hermesgateway.api.turn.Repeats;
import io.hermesgateway.api.turn.SessionHeaders;
import io.hermesgateway.api.turn.Slots;
import io.hermesgateway.api.turn.StreamOptions;
import io.hermesgateway.api.turn.Wishes;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /v1/responses}: asking, going on from what was said, looking up and deleting. */
public final class Responses implements AutoCloseable {
    /** The fields that tell two requests with one Idempotency-Key apart. */
    private static final List<String> TELLING = List.of(
            "input",
            "instructions",
            "previous_response_id",
            "conversation",
            "model",
            "provider",
            "model_options",
            "tools");

    private final ApiParts parts;
    private final ApiTurns turns;
    private final ResponseStore store;
    private final Set<ResponseStream> streams = ConcurrentHashMap.newKeySet();

    public Responses(ApiParts parts, ApiTurns turns) {
        this.parts = parts;
        this.turns = turns;
        this.store = new ResponseStore(parts);
    }

    public void mount(Routes routes) {
        routes.add("POST", "/v1/responses", "responses", call -> call.exchange().body(bytes -> respond(call, bytes)));
        routes.add("GET", "/v1/responses/{id}", "responses", this::get);
        routes.add("DELETE", "/v1/responses/{id}", "responses", this::delete);
    }

    /** Keeps what the open streams have so far. */
    @Override
    public void close() {
        streams.forEach(ResponseStream::interrupted);
        store.flush();
    }

    /** A stored response as others go on from it; empty when it is unknown or somebody else's. */
    public Optional<Earlier> earlier(String key, String id) {
        return own(key, id)
                .map(stored -> new Earlier(
                        stored.sessionId(),
                        stored.instructions(),
                        History.lines(stored.history(), parts.clock().instant())));
    }

    /** What an earlier response leaves to a request that goes on from it. */
    public record Earlier(String sessionId, @Nullable String instructions, List<TranscriptLine> history) {
        public Earlier {
            history = List.copyOf(history);
        }
    }

    private Optional<StoredResponse> own(String key, String id) {
        return store.get(id)
                .filter(stored -> stored.owner().isEmpty() || stored.owner().equals(key));
    }

    private void get(Call call) {
        StoredResponse stored = own(call.key(), call.part("id")).orElseThrow(() -> unknown(call.part("id")));
        parts.answer(call.exchange(), 200, stored.response());
    }

    private void delete(Call call) {
        String id = call.part("id");
        if (own(call.key(), id).isEmpty() || !store.delete(id)) {
            throw unknown(id);
        }
        ObjectNode answer =
                Json.object().put("id", id).put("object", "response").put("deleted", true);
        parts.answer(call.exchange(), 200, answer);
    }

    private static RuntimeException unknown(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) : id;
        return Refusals.notFound("response_not_found", "Response not found: " + shown);
    }

    private void respond(Call call, byte[] bytes) {
        Slots.Slot slot = parts.slots().take();
        try {
            respond(call, parts.json().object(bytes), slot);
        } catch (RuntimeException refused) {
            slot.close();
            throw refused;
        }
    }

    private void respond(Call call, ObjectNode body, Slots.Slot slot) {
        Wishes wishes = Wishes.of(parts, body);
        SessionHeaders session = SessionHeaders.of(call);
        ClientTools.note(parts, call, body);
        ResponseRequest request = ResponseRequest.of(body);
        Optional<StoredResponse> before = before(call, request);
        Chain chain = chain(call, request, wishes, session, before);
        session.echo(call, chain.sessionId());
        boolean remembers =
                session.id() != null && before.isEmpty() && chain.history().isEmpty();
        Ask ask = new Ask(
                chain.sessionId(),
                request.message(),
                remembers ? null : History.lines(chain.history(), parts.clock().instant()),
                chain.instructions(),
                session.among(wishes.options()),
                Turns.Asking.UNATTENDED);
        if (request.stream()) {
            ResponseStream stream =
                    new ResponseStream(call, chain, slot, StreamOptions.of(parts, call), streams::remove);
            streams.add(stream);
            try {
                stream.open(turns.start(call.key(), ask, stream).turnId());
            } catch (RuntimeException refused) {
                streams.remove(stream);
                throw refused;
            }
        } else {
            String twin = Repeats.key(call, body, TELLING);
            ResponseBatch batch = new ResponseBatch(parts, call, chain);
            turns.answer(call, ask, twin, slot, batch::answer);
        }
    }

    private Optional<StoredResponse> before(Call call, ResponseRequest request) {
        if (!request.previous().isEmpty()) {
            Optional<StoredResponse> previous = own(call.key(), request.previous());
            // A client that brings its own history only wants to stay in the session.
            if (previous.isEmpty() && request.carried() == null) {
                throw Refusals.notFound("previous_response_not_found", "Previous response not found");
            }
            return previous;
        }
        return request.conversation().isEmpty()
                ? Optional.empty()
                : store.latest(nameFor(call, request))
                        .filter(stored -> stored.owner().equals(call.key()));
    }

    /** Names are chosen by people, so two keys may well choose the same. */
    private static String nameFor(Call call, ResponseRequest request) {
        boolean plain = request.conversation().isEmpty() || call.key().equals(Call.DEFAULT_KEY);
        return plain ? request.conversation() : call.key() + "\n" + request.conversation();
    }

    private Chain chain(
            Call call,
            ResponseRequest request,
            Wishes wishes,
            SessionHeaders session,
            Optional<StoredResponse> before) {
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        if (request.carried() != null) {
            history.addAll(request.carried());
        } else {
            before.ifPresent(stored -> history.addAll(stored.history()));
        }
        history.addAll(request.earlier());
        String named = session.id();
        String sessionId = before.map(StoredResponse::sessionId)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> named != null ? named : parts.id("api_" + parts.seconds() + "_", 8));
        String instructions = request.instructions() != null
                ? request.instructions()
                : before.map(StoredResponse::instructions).orElse(null);
        return new Chain(
                parts,
                store,
                request,
                parts.id("resp_", 28),
                parts.seconds(),
                wishes.model(),
                sessionId,
                request.truncated() ? History.newest(history) : history,
                instructions,
                nameFor(call, request),
                call.key());
    }
}
