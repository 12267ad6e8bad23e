package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.Hardline;
import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.rules.Invocation.Input;
import io.hermesgateway.tools.rules.Places;
import io.hermesgateway.tools.rules.Rule;
import io.hermesgateway.tools.shell.Command;
import io.hermesgateway.tools.shell.Literals;
import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Script;
import io.hermesgateway.tools.shell.Script.Pipeline;
import io.hermesgateway.tools.shell.ShellParser;
import io.hermesgateway.tools.shell.Steps;
import io.hermesgateway.tools.shell.Unparsable;
import io.hermesgateway.tools.shell.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks over everything that one text would run: every stage of every pipeline, every substitution, and every text or
 * program that a command hands on to be run. What is control flow is ignored, so a branch that is never taken counts.
 */
final class Analysis {
    /** A program that runs a program that runs a program … deeper than this is refused. */
    private static final int DEEPEST_PAYLOAD = 8;

    private final Places places;
    private final Map<String, String> known;
    private final List<Rule> rules;
    private final Findings findings;
    private final DenyRules.Watch denied;
    private final Steps steps;
    private final Sources sources;
    private final Interpreters interpreters;
    private final FreshlyExecutable executables;
    private final WrittenScripts scripts;
    private @Nullable String cwd;
    private int depth;

    Analysis(
            Places places,
            Map<String, String> known,
            List<Rule> rules,
            Findings findings,
            DenyRules.Watch denied,
            Steps steps) {
        this.places = places;
        this.known = known;
        this.rules = rules;
        this.findings = findings;
        this.denied = denied;
        this.steps = steps;
        this.sources = new Sources(steps);
        this.interpreters = new Interpreters(sources);
        this.executables = new FreshlyExecutable(places);
        this.scripts = new WrittenScripts(places);
    }

    /** Judges one text. False when it cannot be read. */
    boolean text(String text) {
        try {
            script(ShellParser.parse(text, known, steps), Input.NONE);
            return true;
        } catch (Unparsable unreadable) {
            return false;
        }
    }

    private void script(Script script, Input input) {
        for (Pipeline pipeline : script.pipelines()) {
            Input between = input;
            for (Command command : pipeline.stages()) {
                between = stage(command, between, pipeline.background());
            }
        }
    }

    private Input stage(Command command, Input input, boolean background) {
        command.assignments().forEach(this::substitutions);
        command.words().forEach(this::substitutions);
        for (Redirect redirect : command.redirects()) {
            substitutions(redirect.target());
        }
        Script body = command.body();
        if (body == null) {
            Invocation run = peel(command.words(), command, input, background);
            judge(run, command.words());
            Input printed = sources.after(run, command.words());
            scripts.wrote(run, printed.text());
            return printed;
        }
        judge(peel(List.of(), command, input, background), List.of());
        if (command.function() != null && ForkBomb.in(command.function(), body)) {
            findings.forbid(Hardline.FORK_BOMB);
        }
        String before = cwd;
        script(body, input);
        cwd = before;
        Sources.Traits traits = sources.traits(body);
        return new Input(input.remote() || traits.fetches(), traits.decodes(), printed(body));
    }

    private @Nullable String printed(Script body) {
        boolean single =
                body.pipelines().size() == 1 && body.pipelines().get(0).stages().size() == 1;
        return single ? Literals.output(body.pipelines().get(0).stages().get(0).words(), steps) : null;
    }

    private void substitutions(Word word) {
        for (Script inner : word.inner()) {
            String before = cwd;
            script(inner, Input.NONE);
            cwd = before;
        }
    }

    private Invocation peel(List<Word> words, Command command, Input input, boolean background) {
        List<Word> assignments = new ArrayList<>(command.assignments());
        Wrappers.Peeled peeled = Wrappers.peel(words, 0, assignments, findings);
        boolean empty = words.isEmpty();
        String name = empty ? "" : Programs.name(words.get(peeled.at()));
        List<Word> arguments = empty ? List.of() : words.subList(peeled.at() + 1, words.size());
        return new Invocation(
                name, arguments, assignments, command.redirects(), peeled.names(), background, input, cwd);
    }

    private void judge(Invocation run, List<Word> words) {
        steps.take(1L + run.arguments().size());
        for (Rule rule : rules) {
            rule.check(run, findings);
        }
        if (!words.isEmpty()) {
            denied.sees(words, words.size() - run.arguments().size() - 1);
            hiddenName(run, words.get(words.size() - run.arguments().size() - 1));
            executables.check(run, words.get(words.size() - run.arguments().size() - 1), findings);
        }
        lookup(run);
        moves(run);
        List<Payload> payloads = new ArrayList<>(interpreters.check(run, findings));
        payloads.addAll(Carriers.payloads(run, findings));
        if (!words.isEmpty()) {
            payloads.addAll(
                    scripts.run(run, words.get(words.size() - run.arguments().size() - 1)));
        }
        payloads.forEach(payload -> hand(payload, run));
    }

    /** A name that is only known when it runs, with the arguments of a fatal deletion: nothing else takes these. */
    private void hiddenName(Invocation run, Word name) {
        if (!name.unknown() || !run.name().isEmpty() || !(run.flag('r') || run.flag('R'))) {
            return;
        }
        if (run.operands().stream().anyMatch(word -> places.deletion(word, cwd, true) != null)) {
            findings.ask(Danger.DELETE_RECURSIVE);
        }
    }

    private void lookup(Invocation run) {
        if (run.name().equals("kill") && sources.traits(run.arguments()).looksUpProcesses()) {
            findings.ask(Danger.KILL_LOOKUP);
        }
    }

    private void moves(Invocation run) {
        if (!run.name().equals("cd") && !run.name().equals("pushd")) {
            return;
        }
        List<Word> operands = run.operands();
        if (operands.isEmpty()) {
            cwd = places.home();
            return;
        }
        Word to = operands.get(0);
        String path = to.unknown() || to.text().equals("-") ? "" : places.resolve(to.text(), cwd);
        cwd = path.startsWith("/") ? path : null;
    }

    private void hand(Payload payload, Invocation by) {
        if (++depth > DEEPEST_PAYLOAD) {
            findings.forbid(Hardline.UNREADABLE);
        } else if (payload instanceof Payload.Text text) {
            run(text);
        } else if (payload instanceof Payload.Words words) {
            run(words, by);
        }
        depth--;
    }

    private void run(Payload.Text payload) {
        if (payload.elsewhere()) {
            findings.enterElsewhere();
        }
        if (!text(payload.text()) && payload.strict()) {
            findings.forbid(Hardline.UNREADABLE);
        }
        if (payload.elsewhere()) {
            findings.leaveElsewhere();
        }
    }

    private void run(Payload.Words payload, Invocation by) {
        if (payload.words().isEmpty()) {
            return;
        }
        if (payload.elsewhere()) {
            findings.enterElsewhere();
        }
        List<Word> assignments = new ArrayList<>();
        Wrappers.Peeled peeled = Wrappers.peel(payload.words(), 0, assignments, findings);
        Set<String> wrappers = new LinkedHashSet<>(peeled.names());
        wrappers.add(payload.via());
        List<Word> words = payload.words();
        judge(
                new Invocation(
                        Programs.name(words.get(peeled.at())),
                        words.subList(peeled.at() + 1, words.size()),
                        assignments,
                        List.of(),
                        wrappers,
                        by.background(),
                        Input.NONE,
                        cwd),
                words);
        if (payload.elsewhere()) {
            findings.leaveElsewhere();
        }
    }
}
