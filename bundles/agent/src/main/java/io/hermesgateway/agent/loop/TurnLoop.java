package io.hermesgateway.agent.loop;

import io.hermesgateway.agent.Words;
import io.hermesgateway.agent.compress.Compressor;
import io.hermesgateway.agent.compress.Size;
import io.hermesgateway.agent.compress.Sum;
import io.hermesgateway.agent.compress.Trimmed;
import io.hermesgateway.agent.prompt.Attached;
import io.hermesgateway.agent.prompt.SystemPrompt;
import io.hermesgateway.agent.provider.Asking;
import io.hermesgateway.agent.provider.Choice;
import io.hermesgateway.agent.provider.ModelError;
import io.hermesgateway.agent.wire.Deltas;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.agent.wire.Prompt;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.agent.wire.Tokens;
import io.hermesgateway.spi.agent.Enclosures;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of one turn. It first lives through the steps of earlier runs again, where every call has its result in the
 * journal, and goes on from there: a model answer that calls tools is written down before the first of them begins, so
 * that each call has the same id for ever. The last answer is written by the end of the turn itself.
 */
public final class TurnLoop {
    private static final int HISTORY_MOST = 1_000;

    private static final Pattern COMPRESS = Pattern.compile("/compress(\\s.*)?", Pattern.DOTALL);

    private final Parts parts;
    private final Turn turn;
    private final TurnContext context;
    private final List<Choice> chain;
    private final Limits limits;
    private final long threshold;
    private final Wishes wishes;
    private final Refused refused = new Refused();
    private final Calls calls;
    private final List<Message> messages = new ArrayList<>();
    private final List<TranscriptLine> transcript = new ArrayList<>();
    private final Set<String> callIds = new HashSet<>();
    private Tokens used = Tokens.NONE;
    private int modelCalls;
    private String model = "";
    private boolean spoke;
    private List<TranscriptLine> history = List.of();
    private @Nullable Sum sum;
    private int beginning;

    /** What a run needs from its agent. */
    public record Parts(
            Asking asking,
            Compressor compressor,
            SystemPrompt prompt,
            Registry registry,
            InstantSource clock,
            Tasks tasks) {}

    /**
     * How far a run may go.
     *
     * @param small the models that sum up
     * @param threshold from how many tokens on a talk is summed up; empty for what the model can see
     */
    public record Limits(long callsMost, boolean compresses, Optional<Long> threshold, List<Choice> small) {}

    public TurnLoop(Parts parts, Turn turn, TurnContext context, List<Choice> chain, Limits limits) {
        this.parts = parts;
        this.turn = turn;
        this.context = context;
        this.chain = List.copyOf(chain);
        this.limits = limits;
        this.threshold = Compressor.threshold(chain.get(0), limits.threshold());
        this.wishes = new Wishes(turn);
        this.calls = new Calls(turn.id(), context, parts.tasks(), refused);
    }

    public TurnOutcome run() throws InterruptedException {
        begin();
        if (COMPRESS.matcher(turn.text().strip()).matches()) {
            return compressed();
        }
        List<String> waiting = again(context.steps());
        while (waiting.isEmpty()) {
            if (context.cancelled()) {
                return new TurnOutcome.Cancelled();
            }
            steer();
            boolean last = modelCalls + 1 >= limits.callsMost() || refused.exhausted();
            Asking.Outcome outcome = ask(last);
            if (outcome.reply() instanceof Reply.Trouble trouble) {
                if (trouble.kind() == Reply.Kind.TOO_LONG && sum == null && sumUp(Size.of(messages) / 2)) {
                    continue;
                }
                return failed(outcome.by(), trouble);
            }
            Reply.Answer answer = distinct((Reply.Answer) outcome.reply());
            boolean ends = answer.calls().isEmpty() || last;
            if (ends && (last || !steered(answer))) {
                return ended(answer);
            }
            if (!ends) {
                context.step(Steps.answer(answer));
                waiting = round(answer, false);
            }
        }
        context.step(new Step(Steps.WAIT, ""));
        return new TurnOutcome.Waiting(waiting);
    }

    /** Whether nothing was said in this session before. */
    public boolean isFirstExchange() {
        return history.isEmpty();
    }

    /** The talk up to this turn's first words; an earlier run may have summed it up. */
    private void begin() throws InterruptedException {
        history = context.history(HISTORY_MOST);
        for (Step step : context.steps()) {
            sum = step.kind().equals(Steps.SUM) ? Sum.read(step.payload()) : sum;
        }
        rebuild();
        boolean full = Size.of(messages) > threshold || history.size() >= HISTORY_MOST;
        if (full && limits.compresses() && sum == null) {
            sumUp(threshold);
        }
        messages.add(Attached.message(turn, chain.get(0).vision()));
    }

    private void rebuild() {
        List<Message> turnsOwn = List.copyOf(messages.subList(beginning, messages.size()));
        messages.clear();
        messages.add(Message.system(parts.prompt().of(turn)));
        messages.addAll(Lines.messages(
                sum == null ? history : sum.carried(history, turn.startedAt()),
                chain.get(0).vision()));
        beginning = messages.size();
        messages.addAll(turnsOwn);
    }

    /** False when there is nothing to sum up. */
    private boolean sumUp(long most) throws InterruptedException {
        Optional<Sum> made = parts.compressor().sum(history, limits.small(), most);
        made.ifPresent(fresh -> {
            context.step(new Step(Steps.SUM, fresh.write()));
            sum = fresh;
            rebuild();
        });
        return made.isPresent();
    }

    /** A person wants the talk summed up now. */
    private TurnOutcome compressed() throws InterruptedException {
        if (sum == null) {
            sumUp(Math.min(threshold, Size.of(messages) / 2));
        }
        Words words = Words.like(turn.text());
        String said = sum == null ? words.say("nothing_to_compress") : words.say("compressed", sum.summed());
        return new TurnOutcome.Answered(
                List.of(new Body.Text(said)),
                List.of(new TranscriptLine("assistant", said, null, turn.id(), now())),
                TurnOutcome.Usage.NONE,
                carried());
    }

    /** What a new session begins with; a caller that carries its own history keeps it. */
    private @Nullable List<TranscriptLine> carried() {
        return sum == null || turn.history() != null ? null : sum.carried(history, turn.startedAt());
    }

    /** Lives through what earlier runs did; the approvals that are still open. */
    private List<String> again(List<Step> steps) throws InterruptedException {
        int lastAnswer = -1;
        int runs = 1;
        for (int i = 0; i < steps.size(); i++) {
            lastAnswer = steps.get(i).kind().equals(Steps.MODEL) ? i : lastAnswer;
        }
        List<String> waiting = List.of();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            switch (step.kind()) {
                case Steps.MODEL -> waiting = round(Steps.answer(step), i < lastAnswer);
                case Steps.SUM -> {
                    continue;
                }
                case Steps.STEER -> said("user", step.payload());
                case Steps.NOTICE -> {
                    said("notice", step.payload());
                    runs++;
                }
                default -> runs++;
            }
        }
        boolean interrupted = turn.run() > runs && !steps.isEmpty();
        if (interrupted && waiting.isEmpty()) {
            notice("You were interrupted by a restart of the gateway or of a part of it, which is complete now. Go on"
                    + " where you stopped, and do not restart anything because of it.");
        }
        return waiting;
    }

    private void notice(String text) {
        context.step(new Step(Steps.NOTICE, text));
        said("notice", text);
    }

    private void said(String role, String text) {
        transcript.add(new TranscriptLine(role, text, null, turn.id(), now()));
        messages.add(Message.user(role.equals("user") ? text : Lines.notice(text)));
    }

    private Instant now() {
        return parts.clock().instant();
    }

    /** Words that came meanwhile are heard before the next answer. */
    private void steer() {
        context.steering().forEach(this::heard);
    }

    private void heard(String words) {
        context.step(new Step(Steps.STEER, words), List.of(words));
        said("user", words);
    }

    /** An answer that was to be the last one, but somebody spoke meanwhile. */
    private boolean steered(Reply.Answer answer) throws InterruptedException {
        List<String> words = context.steering();
        if (words.isEmpty()) {
            return false;
        }
        context.step(Steps.answer(answer));
        List<String> none = round(answer, false);
        words.forEach(this::heard);
        return none.isEmpty();
    }

    private Asking.Outcome ask(boolean last) throws InterruptedException {
        List<Message> asked = messages;
        if (last) {
            asked = new ArrayList<>(messages);
            asked.add(Message.user(Lines.notice("This is your last answer in this turn, and no tool can be called any"
                    + " more. Say what is done and what is still open.")));
        }
        List<Message> talk = Trimmed.to(asked, threshold);
        Asking.Question question = choice -> new Prompt(
                choice.model(),
                talk,
                last ? List.of() : context.tools().specs(),
                wishes.options(choice),
                wishes.streamed(choice));
        return parts.asking().ask(chain, question, shown());
    }

    private Deltas shown() {
        boolean after = spoke;
        return new Deltas() {
            private boolean began;

            @Override
            public void text(String more) {
                // What was said before a tool call is one paragraph, what follows another.
                String gap = after && !began ? "\n\n" : "";
                began = true;
                context.emit(new TurnEvent.TextDelta(turn.id(), gap + more));
            }

            @Override
            public void reasoning(String more) {
                context.emit(new TurnEvent.ReasoningDelta(turn.id(), more));
            }
        };
    }

    /** Some models number their calls from zero in every answer; the kernel knows each call of a turn by its id. */
    private Reply.Answer distinct(Reply.Answer answer) {
        List<ToolCall> distinct = new ArrayList<>();
        for (ToolCall call : answer.calls()) {
            String id = call.id().isBlank() ? "call" : call.id();
            String free = id;
            for (int n = 2; callIds.contains(free); n++) {
                free = id + "-" + modelCalls + "-" + n;
            }
            callIds.add(free);
            distinct.add(new ToolCall(free, call.tool(), call.arguments()));
        }
        return answer.calling(distinct);
    }

    /** Adds an answer and the results of its calls; the approvals that are open, if any. */
    private List<String> round(Reply.Answer answer, boolean past) throws InterruptedException {
        counted(answer);
        answer.calls().forEach(call -> callIds.add(call.id()));
        spoke = spoke || !answer.text().isEmpty();
        Calls.Round round = calls.make(answer.calls(), past);
        if (!round.waiting().isEmpty()) {
            return round.waiting();
        }
        messages.add(Message.assistant(answer.text(), Sound.calls(answer.calls()), answer.reasoning()));
        transcript.add(Lines.assistant(answer, turn.id(), now()));
        for (int i = 0; i < answer.calls().size(); i++) {
            ToolCall call = answer.calls().get(i);
            ToolResult result = round.results().get(i);
            messages.add(Message.tool(call.id(), Lines.told(result)));
            transcript.add(Lines.tool(call, result, turn.id(), now()));
        }
        return List.of();
    }

    private void counted(Reply.Answer answer) {
        modelCalls++;
        used = used.plus(answer.tokens());
        model = answer.model().isEmpty() ? chain.get(0).model() : answer.model();
    }

    private TurnOutcome ended(Reply.Answer answer) {
        counted(answer);
        Words words = Words.like(turn.text());
        if (answer.text().isBlank()) {
            return failed(ModelError.NO_WORDS, words.say("no_words", model), null);
        }
        if (answer.finish().equals("length")) {
            return failed(ModelError.OUTPUT_TRUNCATED, words.say("output_truncated"), answer.text());
        }
        transcript.add(Lines.assistant(answer.calling(List.of()), turn.id(), now()));
        TurnOutcome.Usage usage =
                new TurnOutcome.Usage(model, used.input(), used.output(), used.cached(), used.reasoning(), modelCalls);
        List<Body> bodies = parts.registry()
                .any(Enclosures.class)
                .map(media -> media.of(turn, answer.text(), null))
                .orElseGet(() -> List.of(new Body.Text(answer.text())));
        return new TurnOutcome.Answered(bodies, transcript, usage, carried());
    }

    private TurnOutcome failed(Choice by, Reply.Trouble trouble) {
        ModelError code = ModelError.of(trouble.kind());
        String words = Words.like(turn.text())
                .say(code.code(), by.endpoint().name(), by.model(), trouble.said(), by.keyFrom());
        return failed(code, words, trouble.partial().isEmpty() ? null : trouble.partial());
    }

    /** What was done until then goes with it. */
    private TurnOutcome failed(ModelError code, String words, @Nullable String partial) {
        return new TurnOutcome.Failed(code, words, partial, transcript);
    }
}
