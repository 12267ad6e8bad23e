package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Findings;
import io.hermesgateway.tools.rules.PermissionRules;
import io.hermesgateway.tools.shell.Word;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Programs that run the program named by their arguments. They are taken off one after the other, with their options
 * and the values of these, until the program that does the work stands first. Options that only ask (such as
 * {@code command -v}) run nothing, so the wrapper stays.
 */
final class Wrappers {
    /**
     * @param valued options that take the next word as their value
     * @param positionals how many words stand before the program
     * @param queries options after which nothing runs
     */
    private record Wrapper(Set<String> valued, int positionals, Set<String> queries) {}

    /** Where the program stands, and what was taken off before it. */
    record Peeled(int at, Set<String> names) {}

    /** Name, words before the program, options with a value, options after which nothing runs. */
    private static final String TABLE =
            """
            sudo|0|-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --close-from --role --type \
            --command-timeout --other-user --chdir --chroot|
            doas|0|-u -C|
            pkexec|0|--user|
            runuser|0|-u -g -G --user --group|-c --command
            gosu|1||
            su-exec|1||
            env|0|-u --unset -C --chdir|-S --split-string
            nice|0|-n --adjustment|
            ionice|0|-c --class -n --classdata|-p --pid -P --pgid -u --uid
            chrt|1||-p --pid
            taskset|1||-p --pid
            timeout|1|-s -k --signal --kill-after|
            stdbuf|0|-i -o -e --input --output --error|
            time|0|-f -o --format --output|
            exec|0|-a|
            command|0||-v -V
            xargs|0|-I -n -P -L -d -a -s -E --max-args --max-procs --max-lines --delimiter --arg-file --max-chars|
            strace|0|-o -e -s -E|-p
            ltrace|0|-o -e -s|-p
            chroot|1||
            nsenter|0|-t --target|
            flock|1|-w --timeout -E|-c --command
            systemd-run|0|-p --property -u --unit -E --setenv|
            daemonize|0|-o -e -p -l -c -u|
            """;

    private static final String PLAIN = "nohup setsid builtin busybox toybox unshare dbus-run-session caffeinate"
            + " fakeroot torsocks proxychains proxychains4 chronic unbuffer winpty noglob nocorrect eatmydata rlwrap"
            + " setarch catchsegv";

    private static final Map<String, Wrapper> WRAPPERS = wrappers();

    private Wrappers() {}

    private static Map<String, Wrapper> wrappers() {
        Map<String, Wrapper> all = new HashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            all.put(
                    cells[0],
                    new Wrapper(Set.of(cells[2].split(" ")), Integer.parseInt(cells[1]), Set.of(cells[3].split(" "))));
        }
        for (String name : PLAIN.split(" ")) {
            all.put(name, new Wrapper(Set.of(), 0, Set.of()));
        }
        return Map.copyOf(all);
    }

    /** Finds the program that does the work in these words. */
    static Peeled peel(List<Word> words, int from, List<Word> assignments, Findings findings) {
        Set<String> names = new LinkedHashSet<>();
        int at = from;
        while (at < words.size()) {
            String name = Programs.name(words.get(at));
            Wrapper wrapper = WRAPPERS.get(name);
            int next = wrapper == null ? -1 : skip(name, wrapper, words, at + 1, assignments, findings);
            if (next < 0 || next >= words.size()) {
                break;
            }
            names.add(name);
            at = next;
        }
        return new Peeled(at, names);
    }

    private static int skip(
            String name, Wrapper wrapper, List<Word> words, int from, List<Word> assignments, Findings findings) {
        int at = from;
        while (at < words.size()) {
            String text = words.get(at).bare();
            if (text.equals("--")) {
                at++;
                break;
            }
            boolean option = text.length() > 1 && text.charAt(0) == '-';
            if (!option && !isAssignment(text)) {
                break;
            }
            if (!option) {
                assignments.add(words.get(at));
                at++;
                continue;
            }
            if (asks(wrapper, text)) {
                return -1;
            }
            if (name.equals("sudo")) {
                PermissionRules.sudoOption(text, findings);
            }
            at += takesNext(wrapper, text) ? 2 : 1;
        }
        int program = at + wrapper.positionals();
        boolean query = program < words.size()
                && wrapper.queries().contains(words.get(program).bare());
        return query ? -1 : program;
    }

    private static boolean asks(Wrapper wrapper, String option) {
        for (String query : wrapper.queries()) {
            boolean exact = option.equals(query) || (query.startsWith("--") && option.startsWith(query + "="));
            boolean clustered = query.length() == 2
                    && !option.startsWith("--")
                    && !wrapper.valued().contains(option.substring(0, 2))
                    && option.indexOf(query.charAt(1)) > 0;
            if (!query.isEmpty() && (exact || clustered)) {
                return true;
            }
        }
        return false;
    }

    /** An option alone, or a cluster such as {@code -nu} whose last letter takes a value. */
    private static boolean takesNext(Wrapper wrapper, String option) {
        if (option.startsWith("--")) {
            return wrapper.valued().contains(option);
        }
        for (int i = 1; i < option.length(); i++) {
            if (wrapper.valued().contains("-" + option.charAt(i))) {
                return i == option.length() - 1;
            }
        }
        return false;
    }

    static boolean isAssignment(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || !(Character.isLetter(text.charAt(0)) || text.charAt(0) == '_')) {
            return false;
        }
        return text.chars().limit(equals).allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    }
}
