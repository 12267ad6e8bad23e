package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.rules.Glob;
import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which program a word names. */
final class Programs {
    static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "ksh", "dash", "ash", "fish", "mksh", "rbash");

    /** Programs worth recognising behind a pattern such as {@code /bin/r?}. */
    private static final List<String> PATTERN_TARGETS = List.of(
            "rm",
            "dd",
            "mkfs",
            "mke2fs",
            "shutdown",
            "reboot",
            "halt",
            "poweroff",
            "init",
            "kill",
            "wipefs",
            "shred",
            "chmod",
            "chown",
            "find",
            "sudo",
            "bash",
            "sh",
            "eval",
            "curl",
            "wget",
            "systemctl",
            "python3");

    private static final List<String> ENDINGS = List.of(".exe", ".com", ".cmd", ".bat");

    private Programs() {}

    /** The base name in lower case; empty when it is only known when it runs. */
    static String name(Word word) {
        String text = word.bare();
        String name = text.substring(text.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        for (String ending : ENDINGS) {
            if (name.endsWith(ending) && name.length() > ending.length()) {
                name = name.substring(0, name.length() - ending.length());
            }
        }
        return word.wild() && name.length() < 64 ? firstMatch(name) : name;
    }

    private static String firstMatch(String pattern) {
        if (pattern.equals("[") || pattern.equals("[[")) {
            return pattern;
        }
        Glob glob = Glob.ignoringCase(pattern);
        return PATTERN_TARGETS.stream().filter(glob::matches).findFirst().orElse(pattern);
    }
}
