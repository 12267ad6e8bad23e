package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Glob;
import io.hermesgateway.tools.rules.Places;
import io.hermesgateway.tools.shell.Steps;
import io.hermesgateway.tools.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operator's own patterns for what must never run, matched on the whole text and on each program in it. */
final class DenyRules {
    private record Pattern(String written, Glob glob) {}

    private final List<Pattern> patterns = new ArrayList<>();
    private final Places places;

    DenyRules(List<String> globs, Places places) {
        this.places = places;
        for (String glob : globs) {
            if (!glob.isBlank()) {
                patterns.add(new Pattern(glob.strip(), Glob.ignoringCase(glob.strip())));
            }
        }
    }

    Watch watch(Steps steps) {
        return new Watch(steps);
    }

    /** Remembers the first pattern that fits anything in one command text. */
    final class Watch {
        private final Steps steps;
        private @Nullable String matched;

        private Watch(Steps steps) {
            this.steps = steps;
        }

        @Nullable
        String matched() {
            return matched;
        }

        void sees(String text) {
            if (patterns.isEmpty() || matched != null) {
                return;
            }
            String whole = text.strip();
            matches(whole);
            matches(places.folded(whole));
        }

        /** The words as written from the first one, from the program that does the work, and with its base name. */
        void sees(List<Word> words, int program) {
            if (patterns.isEmpty() || matched != null) {
                return;
            }
            if (program > 0) {
                sees(Carriers.join(words, 0));
            }
            String all = Carriers.join(words, Math.max(0, program));
            sees(all);
            int space = all.indexOf(' ');
            int slash = all.lastIndexOf('/', space < 0 ? all.length() : space);
            if (slash >= 0) {
                sees(all.substring(slash + 1));
            }
        }

        private void matches(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            for (Pattern pattern : patterns) {
                steps.take(lower.length());
                if (matched == null && pattern.glob().matches(lower)) {
                    matched = pattern.written();
                }
            }
        }
    }
}
