package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that the agent works on. It outlives a run of the turn: while a person is asked, the process waits and what it
 * says meanwhile is kept here for the next run.
 */
final class LiveTurn implements Child.SessionListener {
    /** What the agent did, in order. */
    sealed interface Event {
        record Update(JsonNode update) implements Event {}

        record Request(JsonNode id, String method, JsonNode params) implements Event {}

        record Done(JsonNode result) implements Event {}

        record Failed(String why, boolean crash) implements Event {}
    }

    private final Child child;
    private final String session;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Spoken spoken = new Spoken();
    private final Terminals terminals;
    private final List<ClientCall> waiting = new ArrayList<>();
    private boolean cancelled;

    LiveTurn(Child child, String session, Terminals terminals) {
        this.child = child;
        this.session = session;
        this.terminals = terminals;
    }

    /** Sends words to the agent; how it ends comes as an event. */
    void prompt(JsonNode blocks, ObjectNode params) {
        params.put("sessionId", session).set("prompt", blocks);
        child.listen(session, this);
        CompletableFuture<JsonNode> answer = child.rpc().request("session/prompt", params);
        var unused = answer.whenComplete(
                (result, failed) -> events.add(failed == null ? new Event.Done(result) : failed(failed)));
    }

    private Event failed(Throwable failed) {
        Throwable why = failed instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failed;
        boolean crash = !child.alive();
        return new Event.Failed(why.getMessage() + (crash ? child.lastWords() : ""), crash);
    }

    Child child() {
        return child;
    }

    Rpc rpc() {
        return child.rpc();
    }

    Spoken spoken() {
        return spoken;
    }

    Terminals terminals() {
        return terminals;
    }

    /** The wishes of the agent that a person is asked about. */
    List<ClientCall> waiting() {
        return waiting;
    }

    @Nullable
    Event next(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void update(JsonNode update) {
        events.add(new Event.Update(update));
    }

    @Override
    public void request(JsonNode id, String method, JsonNode params) {
        events.add(new Event.Request(id, method, params));
    }

    @Override
    public void gone() {
        events.add(new Event.Failed(child.lastWords().strip(), true));
    }

    boolean of(String agents) {
        return session.equals(agents);
    }

    /** Stops the work: the agent is told, and ended when it does not listen. Whoever comes second waits for it. */
    synchronized void cancel(ObjectNode params) {
        if (cancelled) {
            return;
        }
        cancelled = true;
        waiting.forEach(call -> call.cancel(rpc()));
        waiting.clear();
        terminals.cancel(rpc());
        rpc().notify("session/cancel", params.put("sessionId", session));
        if (!stopped()) {
            child.close();
        }
        end();
    }

    private boolean stopped() {
        try {
            for (Event event = next(5_000); event != null; event = next(5_000)) {
                if (event instanceof Event.Request late) {
                    rpc().refuse(late.id(), Rpc.INTERNAL, "cancelled: the turn was stopped");
                }
                if (event instanceof Event.Done || event instanceof Event.Failed) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void end() {
        child.forget(session, this);
    }
}
