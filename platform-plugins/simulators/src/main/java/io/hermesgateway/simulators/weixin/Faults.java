package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What shall go wrong with the next calls of one kind. Several wait in a row; each is used up by the calls it spoils. */
final class Faults {
    /** How it goes wrong: the first kind instead of the work, the second after it was done. */
    enum Kind {
        STATUS(false),
        BODY(false),
        RESET(false),
        HANG(false),
        CUT(true),
        SLOW(true),
        COMMIT_HANG(true),
        COMMIT_RESET(true),
        NO_HEADER(true),
        DELAY(true);

        private final boolean afterTheWork;

        Kind(boolean afterTheWork) {
            this.afterTheWork = afterTheWork;
        }

        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wire().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no fault " + name));
        }
    }

    /** One of them. */
    record Fault(String call, Kind kind, int status, JsonNode body, Duration delay, int times) {
        Fault used() {
            return new Fault(call, kind, status, body, delay, times - 1);
        }

        ObjectNode json() {
            return Json.object().put("call", call).put("kind", kind.wire()).put("times", times);
        }
    }

    private final Ground ground;
    private final List<Fault> waiting = new ArrayList<>();

    Faults(Ground ground) {
        this.ground = ground;
    }

    void add(Fault fault) {
        synchronized (ground) {
            waiting.add(fault);
        }
    }

    void clear() {
        synchronized (ground) {
            waiting.clear();
        }
    }

    List<Fault> waiting() {
        synchronized (ground) {
            return List.copyOf(waiting);
        }
    }

    CompletableFuture<SimReply> around(String call, Supplier<CompletableFuture<SimReply>> work) {
        Optional<Fault> next = take(call);
        if (next.isEmpty()) {
            return work.get();
        }
        Fault fault = next.get();
        CompletableFuture<SimReply> spoilt = spoilt(fault, work);
        ground.note("", "fault", fault.json());
        return spoilt;
    }

    private CompletableFuture<SimReply> spoilt(Fault fault, Supplier<CompletableFuture<SimReply>> work) {
        if (fault.kind.afterTheWork) {
            CompletableFuture<SimReply> worked = work.get();
            CompletableFuture<SimReply> spoilt = later(
                    worked.thenApply(reply -> spoil(reply, fault)),
                    fault.kind == Kind.DELAY ? fault.delay : Duration.ZERO);
            var unused = spoilt.whenComplete((reply, aborted) -> worked.cancel(false));
            return spoilt;
        }
        return later(CompletableFuture.completedFuture(instead(fault)), fault.delay);
    }

    private Optional<Fault> take(String call) {
        synchronized (ground) {
            Optional<Fault> next =
                    waiting.stream().filter(fault -> fault.call.equals(call)).findFirst();
            next.ifPresent(fault -> {
                int at = waiting.indexOf(fault);
                if (fault.times > 1) {
                    waiting.set(at, fault.used());
                } else {
                    waiting.remove(at);
                }
            });
            return next;
        }
    }

    private CompletableFuture<SimReply> later(CompletableFuture<SimReply> reply, Duration delay) {
        if (delay.isZero()) {
            return reply;
        }
        CompletableFuture<SimReply> late = new CompletableFuture<>();
        var unused = reply.thenAccept(ready -> ground.after(delay, () -> late.complete(ready)));
        return late;
    }

    private static SimReply instead(Fault fault) {
        return switch (fault.kind) {
            case STATUS ->
                fault.body.isMissingNode()
                        ? SimReply.html(
                                fault.status, fault.status == 524 ? "" : "<html><h1>" + fault.status + "</h1></html>")
                        : answer(fault);
            case BODY -> Answers.json(fault.body);
            case RESET -> SimReply.empty(200).resetAfter(0);
            default -> SimReply.empty(200).hanging();
        };
    }

    private static SimReply answer(Fault fault) {
        SimReply reply = SimReply.empty(fault.status);
        for (var header : fault.body.properties()) {
            reply = reply.with(header.getKey(), header.getValue().asText());
        }
        return reply;
    }

    private static SimReply spoil(SimReply reply, Fault fault) {
        return switch (fault.kind) {
            case CUT -> reply.resetAfter(Math.max(1, reply.body().length / 2));
            case SLOW -> reply.slow(1 + reply.body().length / 10, fault.delay.dividedBy(10));
            case COMMIT_HANG -> reply.hanging();
            case COMMIT_RESET -> reply.resetAfter(0);
            case NO_HEADER -> SimReply.empty(reply.status());
            default -> reply;
        };
    }
}
