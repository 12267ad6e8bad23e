package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Set;

/** Formatting, wiping and overwriting disks. */
public final class DiskRules implements Rule {
    private static final Set<String> HARMLESS_NODES =
            Set.of("null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr", "console", "ptmx");
    private static final Set<String> DISKUTIL_ERASES =
            Set.of("erasedisk", "erasevolume", "zerodisk", "randomdisk", "secureerase", "reformat", "partitiondisk");

    private final Places places;

    public DiskRules(Places places) {
        this.places = places;
    }

    @Override
    public void check(Invocation run, Findings findings) {
        String name = run.name();
        if (name.equals("mkfs") || name.startsWith("mkfs.") || name.equals("mke2fs")) {
            format(run, findings);
        } else if (name.equals("mkswap") || name.equals("newfs") || name.startsWith("newfs_")) {
            forbidOnDevice(run, Hardline.FORMAT_DEVICE, findings);
        } else if (name.equals("diskutil")) {
            diskutil(run, findings);
        } else if (name.equals("dd")) {
            copy(run, findings);
        } else {
            wipe(run, findings);
        }
        for (Redirect redirect : run.redirects()) {
            if (redirect.kind() == Redirect.Kind.WRITE
                    && places.device(redirect.target().text(), run.cwd())) {
                findings.forbid(Hardline.REDIRECT_DEVICE);
            }
        }
    }

    private static boolean asksOnly(Invocation run) {
        return run.longFlag("--help", 3) || run.longFlag("--version", 6);
    }

    private void format(Invocation run, Findings findings) {
        List<Word> operands = run.operands();
        if (operands.isEmpty() || asksOnly(run)) {
            return;
        }
        if (operands.stream().anyMatch(word -> node(word.text(), run))) {
            findings.forbid(Hardline.FORMAT_DEVICE);
        } else {
            findings.ask(Danger.FORMAT_FILE);
        }
    }

    /** A file system is never made on purpose on anything in /dev that is not a disk, so the list is what is not. */
    private boolean node(String text, Invocation run) {
        String path = places.resolve(text, run.cwd());
        if (!path.startsWith("/dev/")) {
            return false;
        }
        String name = path.substring("/dev/".length());
        return !HARMLESS_NODES.contains(name) && !name.startsWith("shm/") && !name.startsWith("fd/");
    }

    private boolean forbidOnDevice(Invocation run, Hardline line, Findings findings) {
        for (Word word : run.arguments()) {
            if (places.device(word.text(), run.cwd())) {
                findings.forbid(line);
                return true;
            }
        }
        return false;
    }

    private static void diskutil(Invocation run, Findings findings) {
        for (int i = 0; i < Math.min(2, run.arguments().size()); i++) {
            if (DISKUTIL_ERASES.contains(run.argument(i).toLowerCase(java.util.Locale.ROOT))) {
                findings.forbid(Hardline.FORMAT_DEVICE);
            }
        }
    }

    private void copy(Invocation run, Findings findings) {
        for (Word word : run.arguments()) {
            String text = word.text();
            if (text.startsWith("of=") && places.device(text.substring(3), run.cwd())) {
                findings.forbid(Hardline.DD_DEVICE);
            } else if (text.startsWith("if=")) {
                findings.ask(Danger.DISK_COPY);
            }
        }
    }

    private void wipe(Invocation run, Findings findings) {
        boolean wipes =
                switch (run.name()) {
                    case "wipefs" ->
                        (run.flag('a') || run.longFlag("--all", 4)) && !run.flag('n') && !run.longFlag("--no-act", 6);
                    case "sgdisk" ->
                        run.flag('z')
                                || run.flag('Z')
                                || run.flag('o')
                                || run.longFlag("--zap", 5)
                                || run.longFlag("--zap-all", 5)
                                || run.longFlag("--clear", 4);
                    case "blkdiscard", "shred" -> !asksOnly(run);
                    default -> false;
                };
        if (wipes && !forbidOnDevice(run, Hardline.WIPE_DEVICE, findings)) {
            boolean hidden = run.operands().stream().anyMatch(Word::unknown);
            if (hidden) {
                findings.ask(Danger.WIPE_DEVICE);
            }
        }
    }
}
