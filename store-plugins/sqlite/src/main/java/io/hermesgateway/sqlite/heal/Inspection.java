package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.PrivateFiles;
import io.hermesgateway.sqlite.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Looks at a file that nobody has open, without changing it or what lies beside it. */
final class Inspection {
    private static final int HEADER = 100;
    private static final int VERSION_AT = 60;
    private static final int MARK_AT = 68;
    /** So many bits of the mark may be wrong for a header that is damaged rather than another program's. */
    private static final int BITS = 4;

    private final Path file;
    private final Schema schema;

    Inspection(Path file, Schema schema) {
        this.file = file;
        this.schema = schema;
    }

    /**
     * What is wrong; null when nothing is.
     *
     * @param known whether there was a database here before
     * @param thorough whether every page is to be looked at
     */
    @Nullable
    Damage look(boolean known, boolean thorough) throws IOException {
        if (!Files.exists(file)) {
            return known ? Damage.DELETED : null;
        }
        if (Files.size(file) == 0) {
            return known && !Files.exists(log()) ? Damage.TRUNCATED : null;
        }
        Damage raw = raw(known);
        return raw != null ? raw : thorough ? pages() : null;
    }

    private Path log() {
        return PrivateFiles.withSidecars(file).get(1);
    }

    private @Nullable Damage raw(boolean known) throws IOException {
        byte[] header;
        try (FileChannel channel = FileChannel.open(file)) {
            header = Wal.bytes(channel, 0, HEADER);
            if (!Image.magic(header)) {
                return channel.size() > HEADER && PageSize.likely(channel) ? Damage.HEADER : Damage.NOT_A_DATABASE;
            }
            if (!sane(header)) {
                return Damage.HEADER;
            }
            if (!Files.exists(log()) && cut(header, channel.size())) {
                return Damage.TRUNCATED;
            }
        }
        byte[] first = Files.exists(log()) ? logged(header) : header;
        if (marked(header) && !marked(first)) {
            return Damage.LOG;
        }
        if (known && !marked(first)) {
            return nearly(first) ? Damage.HEADER : Damage.REPLACED;
        }
        if (known && Bytes.i32(first, VERSION_AT) == 0 && schema.newest() > 0 && !schema.adopts()) {
            return Damage.LOG;
        }
        if (known && Bytes.i32(first, VERSION_AT) > schema.newest()) {
            return Damage.REPLACED;
        }
        return Files.exists(log()) && badLog() ? Damage.LOG : null;
    }

    /** The header as the log has it; the file's own when the log does not say. */
    private byte[] logged(byte[] header) throws IOException {
        try (Image image = Image.open(file, log())) {
            return image.logged().containsKey(1) ? image.page(1) : header;
        }
    }

    /** Whether the parts of a header that are the same in every file are right. */
    private static boolean sane(byte[] header) {
        return PageSize.written(header) != 0
                && Bytes.u8(header, 18) <= 2
                && Bytes.u8(header, 19) <= 2
                && Bytes.u8(header, 21) == 64
                && Bytes.u8(header, 22) == 32
                && Bytes.u8(header, 23) == 32;
    }

    private boolean marked(byte[] header) {
        int mark = Bytes.i32(header, MARK_AT);
        return mark == schema.applicationId() || (mark == 0 && schema.adopts());
    }

    private boolean nearly(byte[] header) {
        return Integer.bitCount(Bytes.i32(header, MARK_AT) ^ schema.applicationId()) <= BITS;
    }

    private static boolean cut(byte[] header, long size) {
        boolean current = Bytes.i32(header, 24) == Bytes.i32(header, 92);
        return current && size < (long) Bytes.i32(header, 28) * PageSize.written(header);
    }

    /** Whether the log is damaged in the middle, or replaces pages by such of another kind. */
    private boolean badLog() throws IOException {
        try (Image image = Image.open(file, log())) {
            if (image.tornLog()) {
                return true;
            }
            int strange = 0;
            for (int number : image.logged().keySet()) {
                int older = Leaf.kind(image.older(number), number);
                strange += older != 0 && older != Leaf.kind(image.page(number), number) ? 1 : 0;
            }
            return strange * 3 > image.logged().size() + 3;
        }
    }

    /** Reads every page as SQLite does, with the log and then, to see whose fault it is, without. */
    private @Nullable Damage pages() {
        if (Files.exists(PrivateFiles.withSidecars(file).get(3))) {
            return check("?mode=rw");
        }
        Damage found = Files.exists(log()) ? check("?mode=ro") : check("?immutable=1");
        boolean logs = found != null && Files.exists(log());
        return logs && check("?immutable=1") == null ? Damage.LOG : found;
    }

    private @Nullable Damage check(String how) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + file.toUri().getRawPath() + how);
                Statement statement = connection.createStatement()) {
            return sound(statement) ? null : Damage.PAGES;
        } catch (SQLException failure) {
            Damage found = Damage.of(failure, file);
            return found != null && found.mendable() ? found : null;
        }
    }

    static boolean sound(Statement statement) throws SQLException {
        statement.execute("PRAGMA cell_size_check=ON");
        try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            return row.next() && "ok".equals(row.getString(1));
        }
    }

    /** Whether a file can be trusted as it is: ours, and every page sound. */
    boolean trusted() throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0 && look(true, true) == null;
    }
}
