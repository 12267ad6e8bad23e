package io.hermesgateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Columns that are as wide as they must be; the last one gets what is left of the line. */
final class Table {
    private static final String GAP = "  ";

    private final Shell shell;
    private final List<List<String>> lines = new ArrayList<>();

    Table(Shell shell, String... titles) {
        this.shell = shell;
        lines.add(List.of(titles));
    }

    Table add(String... cells) {
        lines.add(List.of(cells));
        return this;
    }

    /** The rows with these fields, in the order they came. */
    static void print(Shell shell, List<Row> rows, String... fields) {
        Table table = new Table(shell, fields);
        for (Row row : rows) {
            table.add(List.of(fields).stream().map(row::text).toArray(String[]::new));
        }
        table.print();
    }

    void print() {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], width(oneLine(line.get(i))));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            shell.out().println(line(lines.get(i), widths, i == 0));
        }
    }

    private String line(List<String> cells, int[] widths, boolean title) {
        StringBuilder line = new StringBuilder();
        int left = shell.width();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String cell = oneLine(title ? cells.get(i).toUpperCase(Locale.ROOT).replace('_', ' ') : cells.get(i));
            String shown = last ? cut(cell, Math.max(8, left)) : cell;
            String painted = title ? shell.paint(Shell.DIM, shown) : isState(i) ? shell.state(shown) : shown;
            line.append(painted);
            if (!last) {
                line.append(" ".repeat(widths[i] - width(shown))).append(GAP);
                left -= widths[i] + GAP.length();
            }
        }
        return line.toString().stripTrailing();
    }

    private boolean isState(int column) {
        return lines.get(0).get(column).equals("state");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ⏎ ");
    }

    /** Chinese and other wide characters take two columns. */
    static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF00 && c <= 0xFF60)
                        || (c >= 0x1F300 && c <= 0x3FFFD));
    }

    private static String cut(String text, int most) {
        if (width(text) <= most) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int c : text.codePoints().toArray()) {
            used += isWide(c) ? 2 : 1;
            if (used > most) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append('…').toString();
    }
}
