package io.hermesgateway.tools.files;

import io.hermesgateway.tools.call.Arguments.Unusable;
import java.util.ArrayList;
import java.util.List;

/** Replaces a piece of a text that must be found exactly, and exactly once unless all are meant. */
final class Edit {
    private Edit() {}

    /** The text after the edit, and how many places changed. */
    record Result(String text, int places) {}

    static Result replace(String text, String old, String fresh, boolean all) throws Unusable {
        if (old.isEmpty()) {
            throw new Unusable("`old_string` is empty; give the text to replace.");
        }
        String wanted = old;
        String put = fresh;
        if (!text.contains(old) && text.contains("\r\n") && !old.contains("\r\n")) {
            wanted = old.replace("\n", "\r\n");
            put = fresh.replace("\n", "\r\n");
        }
        int places = count(text, wanted);
        if (places == 0) {
            throw new Unusable("`old_string` is not in the file" + nearest(text, old));
        }
        if (places > 1 && !all) {
            throw new Unusable("`old_string` is in the file " + places
                    + " times; give more of the text around it, or set `replace_all`.");
        }
        return new Result(text.replace(wanted, put), places);
    }

    private static int count(String text, String wanted) {
        int places = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            places++;
        }
        return places;
    }

    /** Where the first line of it does stand, for a model that remembers the rest wrongly. */
    private static String nearest(String text, String old) {
        String first = old.strip().lines().findFirst().orElse("").strip();
        List<String> lines = text.lines().toList();
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < lines.size() && found.size() < 3 && !first.isEmpty(); i++) {
            if (lines.get(i).strip().equals(first)) {
                found.add(i + 1);
            }
        }
        return found.isEmpty()
                ? "; read the file again."
                : "; its first line stands in line "
                        + String.join(", ", found.stream().map(String::valueOf).toList())
                        + ", but what follows is different. Read the file there again.";
    }
}
