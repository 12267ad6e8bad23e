package io.hermesgateway.tools.files;

import io.hermesgateway.tools.call.Arguments.Unusable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A patch over several files in the form that models are trained on: {@code *** Begin Patch}, then for each file
 * {@code *** Add File:}, {@code *** Update File:} (with {@code *** Move to:} when it gets a new name) or
 * {@code *** Delete File:}, and hunks of lines that stay, go and come. Line numbers play no part: a hunk goes where its
 * lines are found.
 */
record Patch(List<Change> changes) {
    private static final String ADD = "*** Add File: ";
    private static final String UPDATE = "*** Update File: ";
    private static final String DELETE = "*** Delete File: ";
    private static final String MOVE = "*** Move to: ";

    /** What happens to one file. */
    enum Kind {
        ADD,
        UPDATE,
        DELETE
    }

    /** One file of the patch. */
    record Change(Kind kind, String path, @Nullable String moveTo, List<Hunk> hunks) {}

    /**
     * Lines that stand together.
     *
     * @param anchor a line to look for first, of a function or a class; empty for none
     */
    record Hunk(String anchor, List<String> old, List<String> fresh) {}

    static Patch parse(String text) throws Unusable {
        return new Patch(new Reader(text.lines().toList()).read());
    }

    /** Reads the lines one after the other. */
    private static final class Reader {
        private final List<String> lines;
        private int at;

        Reader(List<String> lines) {
            this.lines = lines;
        }

        List<Change> read() throws Unusable {
            List<Change> changes = new ArrayList<>();
            while (at < lines.size()) {
                String line = lines.get(at++);
                if (line.startsWith(ADD)) {
                    changes.add(
                            new Change(Kind.ADD, line.substring(ADD.length()).strip(), null, List.of(added())));
                } else if (line.startsWith(UPDATE)) {
                    changes.add(updated(line.substring(UPDATE.length()).strip()));
                } else if (line.startsWith(DELETE)) {
                    changes.add(new Change(
                            Kind.DELETE, line.substring(DELETE.length()).strip(), null, List.of()));
                } else if (!line.isBlank()
                        && !line.startsWith("*** Begin Patch")
                        && !line.startsWith("*** End Patch")) {
                    throw new Unusable("Line " + at + " of the patch is out of place: " + line);
                }
            }
            if (changes.isEmpty()) {
                throw new Unusable("The patch names no file (*** Update File: …).");
            }
            return changes;
        }

        private boolean inside() {
            return at < lines.size() && !lines.get(at).startsWith("*** ");
        }

        private Hunk added() throws Unusable {
            List<String> fresh = new ArrayList<>();
            while (inside()) {
                String line = lines.get(at++);
                if (!line.startsWith("+")) {
                    throw new Unusable(
                            "Line " + at + " of the patch must begin with +: a new file has only new lines.");
                }
                fresh.add(line.substring(1));
            }
            return new Hunk("", List.of(), fresh);
        }

        private Change updated(String path) throws Unusable {
            String moveTo = null;
            if (at < lines.size() && lines.get(at).startsWith(MOVE)) {
                moveTo = lines.get(at++).substring(MOVE.length()).strip();
            }
            List<Hunk> hunks = new ArrayList<>();
            while (inside()) {
                hunks.add(hunk());
            }
            if (hunks.isEmpty() && moveTo == null) {
                throw new Unusable("The patch changes nothing in " + path + ".");
            }
            return new Change(Kind.UPDATE, path, moveTo, hunks);
        }

        private Hunk hunk() throws Unusable {
            String anchor = lines.get(at).startsWith("@@")
                    ? lines.get(at++).substring(2).replaceAll("@@$", "").strip()
                    : "";
            List<String> old = new ArrayList<>();
            List<String> fresh = new ArrayList<>();
            while (inside() && !lines.get(at).startsWith("@@")) {
                String line = lines.get(at++);
                char mark = line.isEmpty() ? ' ' : line.charAt(0);
                String rest = line.isEmpty() ? "" : line.substring(1);
                switch (mark) {
                    case ' ' -> {
                        old.add(rest);
                        fresh.add(rest);
                    }
                    case '-' -> old.add(rest);
                    case '+' -> fresh.add(rest);
                    default -> throw new Unusable("Line " + at + " of the patch must begin with a space, - or +.");
                }
            }
            return new Hunk(anchor, old, fresh);
        }
    }

    /** The text of a file after the hunks of its change. */
    static String applied(String path, String text, List<Hunk> hunks) throws Unusable {
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        List<String> lines = new ArrayList<>(text.lines().toList());
        int from = 0;
        for (Hunk hunk : hunks) {
            int start = anchored(path, lines, hunk.anchor(), from);
            int at = hunk.old().isEmpty()
                    ? (hunk.anchor().isEmpty() ? lines.size() : start)
                    : find(lines, hunk.old(), start);
            if (at < 0) {
                throw new Unusable(
                        "These lines of the patch are not in " + path + ":\n" + String.join("\n", hunk.old()));
            }
            lines.subList(at, at + hunk.old().size()).clear();
            lines.addAll(at, hunk.fresh());
            from = at + hunk.fresh().size();
        }
        boolean ends = text.isEmpty() || text.endsWith("\n");
        return String.join(end, lines) + (ends && !lines.isEmpty() ? end : "");
    }

    private static int anchored(String path, List<String> lines, String anchor, int from) throws Unusable {
        // Some models write the line numbers of a unified diff there; they mean nothing here.
        if (anchor.isEmpty() || anchor.matches("-\\d+(,\\d+)? \\+\\d+(,\\d+)?.*")) {
            return from;
        }
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(anchor)) {
                return i + 1;
            }
        }
        throw new Unusable("The line `" + anchor + "` that the patch starts from is not in " + path + ".");
    }

    /** First as written, then without regard to spaces at the ends of lines. */
    private static int find(List<String> lines, List<String> wanted, int from) {
        int exact = find(lines, wanted, from, false);
        return exact >= 0 ? exact : find(lines, wanted, from, true);
    }

    private static int find(List<String> lines, List<String> wanted, int from, boolean loose) {
        for (int at = from; at + wanted.size() <= lines.size(); at++) {
            int same = 0;
            while (same < wanted.size() && same(lines.get(at + same), wanted.get(same), loose)) {
                same++;
            }
            if (same == wanted.size()) {
                return at;
            }
        }
        return -1;
    }

    private static boolean same(String one, String other, boolean loose) {
        return loose ? one.stripTrailing().equals(other.stripTrailing()) : one.equals(other);
    }
}
