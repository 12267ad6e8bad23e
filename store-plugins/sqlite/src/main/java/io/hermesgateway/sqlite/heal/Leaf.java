package io.hermesgateway.sqlite.heal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one page. A cell that cannot be read is left out; one whose end is missing is read as far as it goes.
 */
final class Leaf {
    static final int TABLE_INNER = 5;
    static final int TABLE_LEAF = 13;
    static final int INDEX_INNER = 2;
    static final int INDEX_LEAF = 10;
    private static final int PAYLOAD_MOST = 64 << 20;

    private final Image image;

    Leaf(Image image) {
        this.image = image;
    }

    /**
     * A stored row.
     *
     * @param rowid zero on pages that have none
     */
    record Cell(long rowid, Fields fields) {}

    static int headerAt(int number) {
        return number == 1 ? 100 : 0;
    }

    static int kind(byte[] page, int number) {
        return Bytes.u8(page, headerAt(number));
    }

    /** The pages below an inner one. */
    static List<Integer> children(byte[] page, int number) {
        int at = headerAt(number);
        List<Integer> children = new ArrayList<>();
        for (int cell : cells(page, at, 12)) {
            children.add(Bytes.i32(page, cell));
        }
        children.add(Bytes.i32(page, at + 8));
        return children;
    }

    private static int[] cells(byte[] page, int at, int header) {
        int most = (page.length - at - header) / 2;
        int[] cells = new int[Math.min(most, Bytes.u16(page, at + 3))];
        int found = 0;
        for (int i = 0; i < cells.length; i++) {
            int cell = Bytes.u16(page, at + header + 2 * i);
            if (cell > at + header && cell < page.length) {
                cells[found++] = cell;
            }
        }
        return Arrays.copyOf(cells, found);
    }

    /** Nothing for a page of another kind. */
    List<Cell> read(byte[] page, int number) throws IOException {
        int kind = kind(page, number);
        boolean rowids = kind == TABLE_LEAF;
        if (!rowids && kind != INDEX_LEAF && kind != INDEX_INNER) {
            return List.of();
        }
        List<Cell> found = new ArrayList<>();
        for (int at : cells(page, headerAt(number), kind == INDEX_INNER ? 12 : 8)) {
            Cell cell = cell(page, kind == INDEX_INNER ? at + 4 : at, rowids);
            if (cell != null) {
                found.add(cell);
            }
        }
        return found;
    }

    private @Nullable Cell cell(byte[] page, int start, boolean rowids) throws IOException {
        long size = Bytes.varint(page, start);
        int at = start + Bytes.varintSize(page, start);
        long rowid = rowids ? Bytes.varint(page, at) : 0;
        at += rowids ? Bytes.varintSize(page, at) : 0;
        if (size < 1 || size > PAYLOAD_MOST) {
            return null;
        }
        int local = local((int) size, rowids);
        if (at + local > page.length) {
            return null;
        }
        byte[] payload = Arrays.copyOfRange(page, at, at + local);
        if (local < size) {
            payload = overflow(payload, (int) size, Bytes.i32(page, at + local));
        }
        Fields fields = Fields.of(payload, (int) size);
        return fields == null ? null : new Cell(rowid, fields);
    }

    private int local(int size, boolean rowids) {
        int all = image.usable();
        int most = rowids ? all - 35 : (all - 12) * 64 / 255 - 23;
        if (size <= most) {
            return size;
        }
        int least = (all - 12) * 32 / 255 - 23;
        int fit = least + (size - least) % (all - 4);
        return fit <= most ? fit : least;
    }

    private byte[] overflow(byte[] local, int size, int first) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(local.length + image.pageSize());
        payload.write(local);
        int next = first;
        while (payload.size() < size && next > 0 && next <= image.count()) {
            byte[] page = image.page(next);
            payload.write(page, 4, Math.min(size - payload.size(), image.usable() - 4));
            next = Bytes.i32(page, 0);
        }
        return payload.toByteArray();
    }
}
