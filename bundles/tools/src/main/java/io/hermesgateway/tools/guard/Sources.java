package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Danger;
import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.rules.Invocation.Input;
import io.hermesgateway.tools.shell.Command;
import io.hermesgateway.tools.shell.Literals;
import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Script;
import io.hermesgateway.tools.shell.Steps;
import io.hermesgateway.tools.shell.Word;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where what a command prints comes from: fetched from elsewhere, decoded, or written in the text itself. */
final class Sources {
    private static final Set<String> FETCHERS = Set.of(
            "curl",
            "wget",
            "fetch",
            "aria2c",
            "lynx",
            "http",
            "https",
            "xh",
            "iwr",
            "irm",
            "invoke-webrequest",
            "invoke-restmethod");

    /** What a script does somewhere inside. */
    record Traits(boolean fetches, @Nullable Danger decodes, boolean looksUpProcesses) {
        static final Traits NONE = new Traits(false, null, false);

        Traits and(Traits other) {
            return new Traits(
                    fetches || other.fetches,
                    decodes == null ? other.decodes : decodes,
                    looksUpProcesses || other.looksUpProcesses);
        }
    }

    private final Steps steps;
    private final IdentityHashMap<Script, Traits> known = new IdentityHashMap<>();

    Sources(Steps steps) {
        this.steps = steps;
    }

    Traits traits(List<Word> words) {
        Traits all = Traits.NONE;
        for (Word word : words) {
            for (Script script : word.inner()) {
                all = all.and(traits(script));
            }
        }
        return all;
    }

    Traits traits(Script script) {
        Traits before = known.get(script);
        if (before != null) {
            return before;
        }
        Traits all = Traits.NONE;
        for (Script.Pipeline pipeline : script.pipelines()) {
            for (Command command : pipeline.stages()) {
                all = all.and(own(command)).and(traits(command.words()));
                for (Redirect redirect : command.redirects()) {
                    all = all.and(traits(List.of(redirect.target())));
                }
                if (command.body() != null) {
                    all = all.and(traits(command.body()));
                }
            }
        }
        known.put(script, all);
        return all;
    }

    private static Traits own(Command command) {
        if (command.words().isEmpty() || command.body() != null) {
            return Traits.NONE;
        }
        Wrappers.Peeled peeled = Wrappers.peel(command.words(), 0, new ArrayList<>(), new Findings());
        String name = Programs.name(command.words().get(peeled.at()));
        List<Word> arguments =
                command.words().subList(peeled.at() + 1, command.words().size());
        Invocation run = new Invocation(
                name, arguments, List.of(), command.redirects(), peeled.names(), false, Input.NONE, null);
        return new Traits(FETCHERS.contains(name), decoder(run), name.equals("pgrep") || name.equals("pidof"));
    }

    /** The danger of running what this program prints, if it decodes. */
    static @Nullable Danger decoder(Invocation run) {
        return switch (run.name()) {
            case "base64", "base32", "base16", "basenc", "gbase64" ->
                run.flag('d') || run.flag('D') || run.longFlag("--decode", 3) ? Danger.PIPE_DECODED : null;
            case "uudecode" -> Danger.PIPE_DECODED;
            case "xxd" -> run.flag('r') || run.has("-revert") ? Danger.PIPE_XXD : null;
            case "openssl" -> (run.has("base64", "enc") && run.has("-d")) ? Danger.PIPE_OPENSSL : null;
            case "tr", "rev" -> run.input().text() != null ? Danger.PIPE_TR : null;
            default -> null;
        };
    }

    /** What the next stage of the pipeline reads when this one is done. */
    Input after(Invocation run, List<Word> words) {
        boolean remote = run.input().remote() || FETCHERS.contains(run.name());
        Danger decoded = decoder(run);
        return new Input(remote, decoded == null ? run.input().decoded() : decoded, printed(run, words));
    }

    private @Nullable String printed(Invocation run, List<Word> words) {
        String read = Literals.hereText(run.redirects());
        String input = read == null ? run.input().text() : read;
        return switch (run.name()) {
            case "echo", "printf" -> Literals.output(words, steps);
            case "cat" -> run.operands().stream().allMatch(word -> word.text().equals("-")) ? input : null;
            case "tee" -> input;
            case "rev" ->
                input == null ? null : new StringBuilder(input).reverse().toString();
            case "base64" -> input == null || decoder(run) == null ? null : base64(input);
            default -> null;
        };
    }

    private @Nullable String base64(String text) {
        steps.take(text.length());
        try {
            return new String(Base64.getMimeDecoder().decode(text.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
