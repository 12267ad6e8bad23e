package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Changes parts of files: one piece of text, or a patch over several files. The whole change is worked out before the
 * first file is touched, so a patch that does not fit leaves everything as it was.
 */
final class PatchTool extends FileTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "mode":{"type":"string","enum":["replace","patch"],"description":"replace unless given."},\
            "path":{"type":"string","description":"replace: the file."},\
            "old_string":{"type":"string","description":"replace: the text to replace, exactly as it stands there."},\
            "new_string":{"type":"string","description":"replace: what comes instead."},\
            "replace_all":{"type":"boolean","description":"replace: every place, not just the only one."},\
            "patch":{"type":"string","description":"patch: *** Begin Patch … *** End Patch."}}}""";

    PatchTool(ObjectMapper json, Reach reach) {
        super(json, reach);
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "patch",
                "Changes files: either replaces a piece of text in one file, or applies a patch with *** Add File, ***"
                        + " Update File and *** Delete File sections.",
                PARAMETERS);
    }

    /** What becomes of one file; a null text means it goes or is not there. */
    private record Planned(Path file, String asWritten, @Nullable String before, @Nullable String after) {}

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        String shown = shown(arguments);
        if (!isPatch(arguments)) {
            return reach().toWrite(List.of(file(arguments, scope)), shown, scope.language());
        }
        List<Path> written = new ArrayList<>();
        Assessment deletion = new Assessment.Allowed();
        for (Patch.Change change : Patch.parse(arguments.text("patch", "")).changes()) {
            Path file = reach().resolve(change.path(), scope);
            if (change.kind() == Patch.Kind.DELETE || change.moveTo() != null) {
                deletion = harder(deletion, reach().toDelete(file, change.path(), shown, scope.language()));
            } else {
                written.add(file);
            }
            if (change.moveTo() != null) {
                written.add(reach().resolve(change.moveTo(), scope));
            }
        }
        return harder(deletion, reach().toWrite(written, shown, scope.language()));
    }

    private static Assessment harder(Assessment one, Assessment other) {
        if (one instanceof Assessment.Forbidden || other instanceof Assessment.Allowed) {
            return one;
        }
        if (one instanceof Assessment.Ask asked && other instanceof Assessment.Ask also) {
            List<Reason> all = new ArrayList<>(asked.reasons());
            also.reasons().stream().filter(reason -> !all.contains(reason)).forEach(all::add);
            return new Assessment.Ask(asked.command(), all);
        }
        return other;
    }

    private static boolean isPatch(Arguments arguments) throws Unusable {
        String fallback = arguments.text("patch", "").isEmpty() ? "replace" : "patch";
        return arguments.text("mode", fallback).equals("patch");
    }

    private static String shown(Arguments arguments) throws Unusable {
        return isPatch(arguments)
                ? arguments.text("patch", "")
                : "patch " + arguments.text("path", "") + "\n\n- "
                        + arguments.text("old_string", "").replace("\n", "\n- ") + "\n+ "
                        + arguments.text("new_string", "").replace("\n", "\n+ ");
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        List<Planned> plan = isPatch(arguments) ? patched(arguments, run.scope()) : replaced(arguments, run.scope());
        for (Planned one : plan) {
            run.note(mark(one.before()) + " " + mark(one.after()) + " " + one.file());
        }
        StringJoiner said = new StringJoiner("\n");
        for (Planned one : plan) {
            if (one.after() == null) {
                Files.delete(one.file());
                said.add("Deleted " + one.file() + ".");
            } else {
                TextFile.write(one.file(), one.after());
                said.add((one.before() == null ? "Wrote " : "Changed ") + one.file() + ".");
            }
        }
        return ToolResult.done(said.toString());
    }

    private List<Planned> replaced(Arguments arguments, ToolScope scope) throws Unusable, IOException {
        Path file = file(arguments, scope);
        String before = TextFile.read(file);
        Edit.Result edited = Edit.replace(
                before,
                arguments.required("old_string"),
                arguments.required("new_string"),
                arguments.flag("replace_all"));
        return List.of(new Planned(file, arguments.text("path", ""), before, edited.text()));
    }

    private List<Planned> patched(Arguments arguments, ToolScope scope) throws Unusable, IOException {
        List<Planned> plan = new ArrayList<>();
        for (Patch.Change change : Patch.parse(arguments.text("patch", "")).changes()) {
            Path file = reach().resolve(change.path(), scope);
            if (plan.stream().anyMatch(one -> one.file().equals(file))) {
                throw new Unusable("The patch names " + change.path() + " twice; put its hunks together.");
            }
            plan(change, file, scope, plan);
        }
        return plan;
    }

    private void plan(Patch.Change change, Path file, ToolScope scope, List<Planned> plan)
            throws Unusable, IOException {
        if (change.kind() == Patch.Kind.ADD) {
            if (Files.exists(file)) {
                throw new Unusable(file + " exists already; update it instead of adding it.");
            }
            String text = String.join("\n", change.hunks().get(0).fresh()) + "\n";
            plan.add(new Planned(file, change.path(), null, text));
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        String before = TextFile.read(file);
        if (change.kind() == Patch.Kind.DELETE) {
            plan.add(new Planned(file, change.path(), before, null));
            return;
        }
        String after = Patch.applied(change.path(), before, change.hunks());
        if (change.moveTo() == null) {
            plan.add(new Planned(file, change.path(), before, after));
        } else {
            Path target = reach().resolve(change.moveTo(), scope);
            if (Files.exists(target)) {
                throw new Unusable(target + " exists already.");
            }
            plan.add(new Planned(target, change.moveTo(), null, after));
            plan.add(new Planned(file, change.path(), before, null));
        }
    }

    /** The notes say what each file was and was to become; what it is now tells how far the change came. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        int done = 0;
        StringJoiner said = new StringJoiner("\n");
        for (String note : run.notes()) {
            String[] words = note.split(" ", 3);
            String now = now(Path.of(words[2]));
            done += now.equals(words[1]) ? 1 : 0;
            said.add(words[2] + (now.equals(words[1]) ? ": done" : now.equals(words[0]) ? ": not done" : ": unclear"));
        }
        if (done == 0
                && run.notes().stream()
                        .allMatch(note -> now(Path.of(note.split(" ", 3)[2])).equals(note.split(" ", 3)[0]))) {
            return run(call, run);
        }
        return done == run.notes().size()
                ? ToolResult.done(said.toString())
                : ToolResult.unknown("The gateway stopped during this change.\n" + said);
    }

    private static String now(Path file) {
        try {
            return Files.exists(file) ? mark(TextFile.read(file)) : mark(null);
        } catch (IOException unreadable) {
            return "unreadable";
        }
    }

    private static String mark(@Nullable String text) {
        if (text == null) {
            return "none";
        }
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue()) + "-" + text.length();
    }
}
