package io.hermesgateway.tools.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks for a pattern line by line. */
final class ContentSearch {
    private static final int LONGEST_SHOWN = 300;
    private static final int MOST_LINES = 10_000;
    private static final long LARGEST = 64L << 20;

    private final Pattern pattern;
    private final PathMatcher names;
    private final int context;
    private final Deadline deadline;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    ContentSearch(Pattern pattern, PathMatcher names, int context, Deadline deadline) {
        this.pattern = pattern;
        this.names = names;
        this.context = context;
        this.deadline = deadline;
    }

    List<String> lines() {
        return lines;
    }

    List<String> files() {
        return List.copyOf(counts.keySet());
    }

    Map<String, Integer> counts() {
        return counts;
    }

    void look(Path file, BasicFileAttributes attributes) {
        if (attributes.size() > LARGEST || lines.size() >= MOST_LINES || deadline.passed() || !names.matches(file)) {
            return;
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            look(file, in);
        } catch (IOException | UncheckedIOException unreadable) {
            lines.add(file + ": cannot be read");
        } catch (Deadline.Passed ended) {
            lines.add(file + ": the pattern takes too long in this file");
        }
    }

    private void look(Path file, BufferedReader in) throws IOException {
        Deque<String> before = new ArrayDeque<>();
        int after = 0;
        int number = 0;
        for (String line = in.readLine(); line != null && lines.size() < MOST_LINES; line = in.readLine()) {
            number++;
            if (line.indexOf('\0') >= 0) {
                return;
            }
            if (pattern.matcher(deadline.watching(line)).find()) {
                counts.merge(file.toString(), 1, Integer::sum);
                lines.addAll(before);
                before.clear();
                lines.add(file + ":" + number + ":" + cut(line));
                after = context;
            } else if (after > 0) {
                after--;
                lines.add(file + "-" + number + "-" + cut(line));
            } else if (context > 0) {
                before.addLast(file + "-" + number + "-" + cut(line));
                if (before.size() > context) {
                    before.removeFirst();
                }
            }
        }
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }
}
