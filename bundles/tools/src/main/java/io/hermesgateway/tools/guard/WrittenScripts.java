package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Invocation;
import io.hermesgateway.tools.rules.Places;
import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files whose content stands in the text itself: when the same text runs one as a script, that content is judged. */
final class WrittenScripts {
    private final Places places;
    private final Map<String, String> contents = new HashMap<>();

    WrittenScripts(Places places) {
        this.places = places;
    }

    /** Remembers where what this command printed went. */
    void wrote(Invocation run, @Nullable String printed) {
        if (printed == null) {
            return;
        }
        for (Redirect redirect : run.redirects()) {
            if (redirect.kind() == Redirect.Kind.WRITE) {
                contents.merge(places.resolve(redirect.target().text(), run.cwd()), printed, WrittenScripts::both);
            }
        }
        if (run.name().equals("tee")) {
            for (Word word : run.operands()) {
                contents.merge(places.resolve(word.text(), run.cwd()), printed, WrittenScripts::both);
            }
        }
    }

    /** Appending and overwriting look alike here; a bounded number of characters keeps the work linear. */
    private static String both(String before, String after) {
        String joined = before + "\n" + after;
        return joined.length() > 65_536 ? after : joined;
    }

    /** The content that this command would run as a shell script; judged once, then forgotten. */
    List<Payload> run(Invocation run, Word program) {
        boolean shell = Programs.SHELLS.contains(run.name())
                || run.name().equals("source")
                || run.name().equals(".");
        Word script = shell ? run.operands().stream().findFirst().orElse(null) : program;
        if (script == null || (!shell && script.text().indexOf('/') < 0)) {
            return List.of();
        }
        String content = contents.remove(places.resolve(script.text(), run.cwd()));
        boolean other = content == null
                || (content.startsWith("#!") && !firstLine(content).contains("sh"));
        return other ? List.of() : List.of(new Payload.Text(content, false, false));
    }

    private static String firstLine(String content) {
        int end = content.indexOf('\n');
        return end < 0 ? content : content.substring(0, end);
    }
}
