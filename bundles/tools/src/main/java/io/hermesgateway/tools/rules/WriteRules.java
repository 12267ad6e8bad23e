package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.rules.Places.Kind;
import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writing to files that hold secrets, that run at login, or that say what the gateway may do. */
public final class WriteRules implements Rule {
    private final Places places;

    public WriteRules(Places places) {
        this.places = places;
    }

    @Override
    public void check(Invocation run, Findings findings) {
        for (Redirect redirect : run.redirects()) {
            if (redirect.kind() == Redirect.Kind.WRITE) {
                redirected(kind(redirect.target(), run), findings);
            }
        }
        switch (run.name()) {
            case "tee", "truncate" -> run.operands().forEach(word -> teed(kind(word, run), findings));
            case "cp", "mv", "install", "ln", "rsync", "scp" -> copied(run, findings);
            case "sed", "perl", "ruby" -> edited(run, findings);
            case "dd" -> run.arguments().forEach(word -> image(word, run, findings));
            case "curl" -> run.values('o', "--output").forEach(word -> copied(kind(word, run), findings));
            case "wget" -> run.values('O', "--output-document").forEach(word -> copied(kind(word, run), findings));
            default -> {}
        }
    }

    private Kind kind(Word word, Invocation run) {
        return places.kind(word.text(), run.cwd());
    }

    private static void redirected(Kind kind, Findings findings) {
        switch (kind) {
            case SYSTEM -> findings.ask(Danger.OVERWRITE_SYSTEM);
            case SSH, STARTUP, CREDENTIALS, HERMES -> findings.ask(Danger.REDIRECT_SYSTEM);
            case PROJECT -> findings.ask(Danger.REDIRECT_PROJECT);
            case DEVICE, ORDINARY -> {}
        }
    }

    private static void teed(Kind kind, Findings findings) {
        switch (kind) {
            case SYSTEM, SSH, STARTUP, CREDENTIALS, HERMES, DEVICE -> findings.ask(Danger.TEE_SYSTEM);
            case PROJECT -> findings.ask(Danger.TEE_PROJECT);
            case ORDINARY -> {}
        }
    }

    private static void copied(Kind kind, Findings findings) {
        switch (kind) {
            case SYSTEM -> findings.ask(Danger.COPY_SYSTEM);
            case DEVICE -> findings.ask(Danger.WRITE_DEVICE);
            case SSH, STARTUP, CREDENTIALS, HERMES -> findings.ask(Danger.COPY_SENSITIVE);
            case PROJECT -> findings.ask(Danger.COPY_PROJECT);
            case ORDINARY -> {}
        }
    }

    private void image(Word word, Invocation run, Findings findings) {
        boolean output = word.text().startsWith("of=");
        Kind kind = output ? places.kind(word.text().substring(3), run.cwd()) : Kind.ORDINARY;
        if (kind != Kind.DEVICE) {
            copied(kind, findings);
        }
    }

    /** Only the destination counts: reading a secret file into another place is a different question. */
    private void copied(Invocation run, Findings findings) {
        List<Word> operands = run.operands();
        List<Word> folders = run.values('t', "--target-directory");
        if (!folders.isEmpty()) {
            folders.forEach(folder -> into(folder.text(), operands, run, findings));
        } else if (operands.size() > 1) {
            Word target = operands.get(operands.size() - 1);
            copied(kind(target, run), findings);
            into(target.text(), operands.subList(0, operands.size() - 1), run, findings);
        }
    }

    /** What the files would be called if the destination is a folder. */
    private void into(String folder, List<Word> sources, Invocation run, Findings findings) {
        String full = places.resolve(folder, run.cwd());
        boolean known = folder.endsWith("/")
                || folder.equals(".")
                || full.equals(places.home())
                || full.equals(places.hermesHome())
                || places.kind(full + "/x", run.cwd()) != Kind.ORDINARY;
        if (!known) {
            return;
        }
        for (Word source : sources) {
            String path = source.text();
            String name = path.substring(path.lastIndexOf('/') + 1);
            copied(places.kind(full.isEmpty() ? name : full + "/" + name, run.cwd()), findings);
        }
    }

    private void edited(Invocation run, Findings findings) {
        boolean sed = run.name().equals("sed");
        boolean longFlag = sed && run.longFlag("--in-place", 4);
        if (!longFlag && !inPlace(run)) {
            return;
        }
        for (Word word : run.operands()) {
            Danger danger = edit(kind(word, run), sed, longFlag);
            if (danger != null) {
                findings.ask(danger);
            }
        }
    }

    private static @Nullable Danger edit(Kind kind, boolean sed, boolean longFlag) {
        return switch (kind) {
            case SSH, STARTUP, CREDENTIALS ->
                !sed ? Danger.EDIT_SENSITIVE_SCRIPT : longFlag ? Danger.EDIT_SENSITIVE_LONG : Danger.EDIT_SENSITIVE;
            case HERMES -> !sed ? Danger.EDIT_HERMES_SCRIPT : longFlag ? Danger.EDIT_HERMES_LONG : Danger.EDIT_HERMES;
            case SYSTEM -> longFlag ? Danger.EDIT_SYSTEM_LONG : Danger.EDIT_SYSTEM;
            case PROJECT -> Danger.COPY_PROJECT;
            case DEVICE -> Danger.WRITE_DEVICE;
            case ORDINARY -> null;
        };
    }

    /** Whether a cluster has the in-place flag before a flag that takes the rest of the cluster as its value. */
    private static boolean inPlace(Invocation run) {
        for (Word word : run.arguments()) {
            String text = word.bare();
            for (int i = 1; Invocation.isCluster(text) && i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == 'i') {
                    return true;
                }
                if (c == 'e' || c == 'f' || c == 'E' || c == 'I' || c == 'M' || c == 'm') {
                    break;
                }
            }
        }
        return false;
    }
}
