package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.Enclosures;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Puts a turn before an agent of another house. The process keeps the work while a person is asked; a run of the turn
 * only carries questions in and answers out. When process or gateway died, the agent takes its session up again and asks
 * what it must; where it cannot and something was begun, the person is told so and nothing is done twice.
 */
final class AcpAgent implements Agent {
    private static final String PROMPTED = "prompted";
    private static final String ACTED = "acted";
    private static final String STEERED = "steered";
    private static final long QUIET_MILLIS = 200;
    private static final int MOST_STARTS = 2;

    private final ObjectMapper json = new ObjectMapper();
    private final AgentContext context;
    private final Pool pool;
    private final SessionOpener opener;
    private final Prompts prompts = new Prompts(json);
    private final Asking asking;
    private final Map<String, LiveTurn> live = new ConcurrentHashMap<>();

    AcpAgent(AgentContext context, Function<String, Optional<String>> choiceOf) {
        this.context = context;
        this.pool = new Pool(json, context);
        this.opener = new SessionOpener(json, context, pool);
        this.asking = new Asking(json, new FileCalls(json, context.home()), choiceOf);
        context.tasks().every(Duration.ofMinutes(5), "end idle agents", pool::endIdle);
    }

    @Override
    public TurnOutcome run(Turn turn, TurnContext run) {
        try {
            for (int starts = 1; ; starts++) {
                try {
                    LiveTurn work = live.get(turn.id());
                    if (work == null || !works(turn.id())) {
                        work = begin(turn, run);
                        live.put(turn.id(), work);
                    } else {
                        asking.again(work, run);
                    }
                    return serve(work, turn, run);
                } catch (Trouble trouble) {
                    forget(turn);
                    if (!trouble.crash() || starts == MOST_STARTS) {
                        throw trouble;
                    }
                }
            }
        } catch (Trouble trouble) {
            return run.cancelled()
                    ? new TurnOutcome.Cancelled()
                    : new TurnOutcome.Failed(trouble.code(), trouble.words(turn.text()), null);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new TurnOutcome.Cancelled();
        }
    }

    /** Whether a process works on the turn, or waits with it. */
    boolean works(String turnId) {
        LiveTurn work = live.get(turnId);
        return work != null && work.child().alive();
    }

    private LiveTurn begin(Turn turn, TurnContext run) throws Trouble {
        boolean again = has(run, PROMPTED);
        AcpSettings settings = AcpSettings.of(context.settings("agent"));
        SessionOpener.Opened opened = opener.open(turn, settings);
        live.forEach((other, work) -> {
            if (work.of(opened.session())) {
                stop(other);
            }
        });
        if (again && has(run, ACTED) && !opened.remembers()) {
            throw new Trouble("interrupted", "");
        }
        if (!again) {
            run.step(new Step(PROMPTED, opened.session()));
        }
        LiveTurn work = new LiveTurn(opened.child(), opened.session(), new Terminals(json, context.ids()));
        List<TranscriptLine> before = opened.remembers() ? List.<TranscriptLine>of() : opener.before(turn, run);
        boolean resumed = again && opened.remembers();
        work.prompt(prompts.of(turn, before, resumed, opened.child().takesImages()), json.createObjectNode());
        return work;
    }

    private static boolean has(TurnContext run, String kind) {
        return run.steps().stream().anyMatch(step -> step.kind().equals(kind));
    }

    private TurnOutcome serve(LiveTurn work, Turn turn, TurnContext run) throws Trouble, InterruptedException {
        Duration patience = AcpSettings.of(context.settings("agent")).silence();
        Instant heard = context.clock().instant();
        while (!run.cancelled()) {
            LiveTurn.Event event = work.next(QUIET_MILLIS);
            if (event != null) {
                heard = context.clock().instant();
                Optional<TurnOutcome> end = take(work, event, turn, run);
                if (end.isPresent()) {
                    return end.get();
                }
                continue;
            }
            work.terminals().tell(work.rpc(), run.tools());
            List<String> open = Asking.open(work, run);
            if (!open.isEmpty() && !work.terminals().anybodyWaits()) {
                return new TurnOutcome.Waiting(open);
            }
            if (open.size() < work.waiting().size()) {
                asking.again(work, run);
            }
            boolean patient = work.terminals().anybodyWaits()
                    || heard.plus(patience).isAfter(context.clock().instant());
            if (!patient) {
                work.cancel(json.createObjectNode());
                throw new Trouble("silent", patience.toMinutes() + " min");
            }
        }
        work.cancel(json.createObjectNode());
        forget(turn);
        return new TurnOutcome.Cancelled();
    }

    private Optional<TurnOutcome> take(LiveTurn work, LiveTurn.Event event, Turn turn, TurnContext run) throws Trouble {
        if (event instanceof LiveTurn.Event.Update said) {
            if (work.spoken().show(turn.id(), said.update(), run) && !has(run, ACTED)) {
                run.step(new Step(ACTED, ""));
            }
        } else if (event instanceof LiveTurn.Event.Request wish) {
            asking.take(work, wish, turn, run);
        } else if (event instanceof LiveTurn.Event.Failed failed) {
            forget(turn);
            throw new Trouble(failed.crash() ? "crashed" : "refused", failed.why());
        } else if (event instanceof LiveTurn.Event.Done done) {
            return end(work, done.result(), turn, run);
        }
        return Optional.empty();
    }

    private Optional<TurnOutcome> end(LiveTurn work, JsonNode result, Turn turn, TurnContext run) throws Trouble {
        List<String> steering = run.steering();
        String why = result.path("stopReason").asText("end_turn");
        if (!steering.isEmpty() && why.equals("end_turn")) {
            run.step(new Step(STEERED, ""), steering);
            work.prompt(prompts.words(steering), json.createObjectNode());
            return Optional.empty();
        }
        forget(turn);
        String text = work.spoken().text();
        return Optional.of(
                switch (why) {
                    case "cancelled" -> new TurnOutcome.Cancelled();
                    case "refusal" ->
                        answered(turn, text.isEmpty() ? Trouble.sentence("refusal", turn.text()) : text, result);
                    case "max_tokens", "max_turn_requests" ->
                        answered(turn, (text + "\n\n" + Trouble.sentence("cut", turn.text())).strip(), result);
                    default -> answered(turn, text, result);
                });
    }

    private TurnOutcome answered(Turn turn, String text, JsonNode result) throws Trouble {
        JsonNode usage = result.path("usage");
        TurnOutcome.Usage used = new TurnOutcome.Usage(
                "acp",
                usage.path("inputTokens").asLong(0),
                usage.path("outputTokens").asLong(0),
                usage.path("cachedReadTokens").asLong(0),
                usage.path("thoughtTokens").asLong(0),
                1);
        List<Body> answer = text.isEmpty() ? List.of() : enclosing(turn, text);
        TranscriptLine line = new TranscriptLine(
                "assistant", text, null, turn.id(), context.clock().instant());
        return new TurnOutcome.Answered(answer, text.isEmpty() ? List.of() : List.of(line), used);
    }

    /** The words, and the files that they name where the agent works. */
    private List<Body> enclosing(Turn turn, String text) throws Trouble {
        Path folder = opener.folder(turn, AcpSettings.of(context.settings("agent")));
        return context.registry()
                .any(Enclosures.class)
                .map(media -> media.of(turn, text, folder))
                .orElseGet(() -> List.of(new Body.Text(text)));
    }

    private void forget(Turn turn) {
        LiveTurn ended = live.remove(turn.id());
        if (ended != null) {
            ended.end();
        }
    }

    /** The turns whose processes work or wait. */
    Set<String> turns() {
        return Set.copyOf(live.keySet());
    }

    /** A turn that was stopped while a person was asked: nobody runs it any more, but its process still waits. */
    void dropped(String turnId) {
        context.tasks().run("stop the agent", () -> stop(turnId));
    }

    private void stop(String turnId) {
        LiveTurn ended = live.get(turnId);
        if (ended != null) {
            ended.cancel(json.createObjectNode());
            live.remove(turnId, ended);
        }
    }

    @Override
    public void close() {
        pool.close();
        live.clear();
    }
}
