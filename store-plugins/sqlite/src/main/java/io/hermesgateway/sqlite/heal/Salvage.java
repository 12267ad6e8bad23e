package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a damaged database file, whatever is left of it. First the trees of its tables, as far as they hold
 * together; then every page that no tree leads to, whose table is told by the look of its rows.
 */
public final class Salvage {
    private final Image image;
    private final Leaf leaf;
    private final Catalogue catalogue;
    private final List<Table> tables;
    private final Rows to;
    private final BitSet reached = new BitSet();
    private final BitSet strange = new BitSet();

    /** Takes rows; a later row with a key that was there before is an older or a worse version of it. */
    public interface Rows {
        /**
         * A row.
         *
         * @param values by column; one that could not be read is null, one that the row is too old to have is missing
         * @param whole whether nothing about the row looked wrong
         */
        void take(String table, long rowid, Map<String, @Nullable Object> values, boolean whole);

        /** Whether a row of a page that no tree leads to may be one of this table, whose columns it fits. */
        default boolean likely(String table, List<@Nullable Object> values) {
            return true;
        }
    }

    private Salvage(Image image, List<Table> known, Rows to) throws IOException {
        this.image = image;
        this.leaf = new Leaf(image);
        this.catalogue = Catalogue.of(image);
        this.tables = catalogue.and(known);
        this.to = to;
    }

    /**
     * Reads everything that can be read.
     *
     * @param known the tables that such a file has when it says nothing about them any more
     * @param strangeLog whether the log seems to belong to another file; then what the file itself says goes first
     */
    static void read(Path file, Path log, boolean strangeLog, List<Table> known, Rows to) throws IOException {
        if (strangeLog && !tornLog(file, log)) {
            read(file, file.resolveSibling("none"), known, to);
        }
        read(file, log, known, to);
    }

    /** A log that is damaged in the middle is the file's own. */
    private static boolean tornLog(Path file, Path log) throws IOException {
        try (Image image = Image.open(file, log)) {
            return image.tornLog();
        }
    }

    private static void read(Path file, Path log, List<Table> known, Rows to) throws IOException {
        try (Image image = Image.open(file, log)) {
            Salvage salvage = new Salvage(image, known, to);
            salvage.trees();
            salvage.lost();
        }
    }

    private void trees() throws IOException {
        for (Map.Entry<Integer, Table> root : catalogue.roots().entrySet()) {
            tree(root.getKey(), root.getValue());
        }
    }

    private void tree(int root, Table table) throws IOException {
        Deque<Integer> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            int number = waiting.pop();
            if (number < 1 || number > image.count() || reached.get(number)) {
                continue;
            }
            byte[] page = image.page(number);
            int kind = Leaf.kind(page, number);
            boolean inner = kind == (table.rowids() ? Leaf.TABLE_INNER : Leaf.INDEX_INNER);
            boolean leaves = kind == (table.rowids() ? Leaf.TABLE_LEAF : Leaf.INDEX_LEAF);
            if (inner) {
                Leaf.children(page, number).forEach(waiting::push);
            }
            if (inner || leaves) {
                reached.set(number);
                give(leaf.read(page, number), table, number);
            }
        }
    }

    /** Rows that do not look like those of their table go the way of the lost. */
    private void give(List<Leaf.Cell> cells, Table table, int number) {
        for (Leaf.Cell cell : cells) {
            if (cell.fields().values().size() <= table.columns().size()) {
                give(cell, table);
            } else {
                strange.set(number);
            }
        }
    }

    private void lost() throws IOException {
        for (int number = 1; number <= image.count(); number++) {
            if (!reached.get(number) || strange.get(number)) {
                guess(image.page(number), number);
            }
        }
    }

    private void guess(byte[] page, int number) throws IOException {
        int kind = Leaf.kind(page, number);
        boolean rowids = kind == Leaf.TABLE_LEAF;
        if (!rowids && kind != Leaf.INDEX_LEAF) {
            return;
        }
        List<Leaf.Cell> cells = leaf.read(page, number);
        Table best = null;
        long most = 0;
        for (Table table : tables) {
            long points = table.rowids() == rowids ? points(cells, table) : 0;
            if (points > most) {
                best = table;
                most = points;
            }
        }
        if (best != null) {
            Table table = best;
            cells.stream()
                    .filter(cell -> fits(cell, table)
                            && !Catalogue.describes(cell.fields().values()))
                    .forEach(cell -> give(cell, table));
        }
    }

    private boolean fits(Leaf.Cell cell, Table table) {
        boolean torn = !cell.fields().whole()
                && cell.fields().values().size() == table.columns().size();
        return torn || points(cell, table) > 0;
    }

    private long points(List<Leaf.Cell> cells, Table table) {
        return cells.stream().mapToLong(cell -> points(cell, table)).sum();
    }

    private long points(Leaf.Cell cell, Table table) {
        return to.likely(table.name(), cell.fields().values()) ? table.suits(cell.fields()) : 0;
    }

    private void give(Leaf.Cell cell, Table table) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        Iterator<Table.Column> columns = table.stored().iterator();
        for (Object value : cell.fields().values()) {
            Table.Column column = columns.next();
            row.put(column.name(), column.rowid() ? Long.valueOf(cell.rowid()) : value);
        }
        to.take(table.name(), cell.rowid(), row, cell.fields().whole());
    }
}
