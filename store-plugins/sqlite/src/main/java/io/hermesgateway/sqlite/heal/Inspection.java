package io.hermesgateway.sqlite.heal;

import io.hermesgateway.spi.sql.Databases.Migration;
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
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at a file that nobody has open, without changing it or what lies beside it. */
final class Inspection {
    private final Path file;
    private final Schema schema;

    Inspection(Path file, Schema schema) {
        this.file = file;
        this.schema = schema;
    }

    /**
     * What is wrong; null when nothing is, or when it is somebody else's to refuse.
     *
     * @param thorough whether every page is to be looked at
     */
    @Nullable
    Damage look(Before before, boolean thorough) throws IOException {
        if (!Files.exists(file)) {
            return before.known() ? Damage.DELETED : null;
        }
        if (Files.size(file) == 0) {
            return before.known() && !Files.exists(log()) ? Damage.TRUNCATED : null;
        }
        Damage found = file();
        if (found == null && before.known()) {
            found = identity(before);
        }
        if (found == null && Files.exists(log()) && badLog()) {
            found = Damage.LOG;
        }
        return found == null && thorough ? pages() : found;
    }

    private Path log() {
        return PrivateFiles.withSidecars(file).get(1);
    }

    private @Nullable Damage file() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Header header = new Header(Wal.bytes(channel, 0, Header.SIZE));
            if (!header.magic()) {
                return channel.size() > Header.SIZE && PageSize.likely(channel) ? Damage.HEADER : Damage.NOT_A_DATABASE;
            }
            if (!header.sane()) {
                return Damage.HEADER;
            }
            return !Files.exists(log()) && header.cut(channel.size()) ? Damage.TRUNCATED : null;
        }
    }

    /** Whose it is now. */
    private @Nullable Damage identity(Before before) throws IOException {
        Header newest;
        try (Image image = Image.open(file, log())) {
            Header header = new Header(image.older(1));
            newest = image.logged().containsKey(1) ? new Header(image.page(1)) : header;
            if (header.fits(schema) != newest.fits(schema)) {
                return header.fits(schema) ? Damage.LOG : Damage.HEADER;
            }
        }
        Damage taken = before.here() ? Damage.REPLACED : null;
        if (!newest.fits(schema)) {
            return newest.nearlyMarked(schema) ? Damage.HEADER : taken;
        }
        if (newest.version() > schema.newest()) {
            boolean wasOlder = before.version() > 0 && before.version() <= schema.newest();
            return wasOlder ? Damage.HEADER : taken;
        }
        if (newest.marked(schema)) {
            return newest.version() == 0 && schema.newest() > 0 ? Damage.LOG : null;
        }
        return strange() ? Damage.REPLACED : null;
    }

    /** Whether a file without a mark has none of the tables that it should have. */
    private boolean strange() {
        try (Connection found = connect(Files.exists(log()) ? "?mode=ro" : "?immutable=1");
                Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = memory.createStatement()) {
            for (Migration step : schema.migrations()) {
                for (String each : step.statements()) {
                    statement.execute(each);
                }
            }
            Set<String> names = names(memory);
            names.retainAll(names(found));
            return names.isEmpty();
        } catch (SQLException unreadable) {
            return false;
        }
    }

    private static Set<String> names(Connection connection) throws SQLException {
        return Table.in(connection).stream().map(Table::name).collect(Collectors.toCollection(HashSet::new));
    }

    private Connection connect(String how) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:file:" + file.toUri().getRawPath() + how);
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
        try (Connection connection = connect(how);
                Statement statement = connection.createStatement()) {
            return sound(statement) ? null : Damage.PAGES;
        } catch (SQLException failure) {
            Damage found = Damage.of(failure, file);
            return found != null && found.mendable() ? found : null;
        }
    }

    static boolean sound(Statement statement) throws SQLException {
        statement.execute("PRAGMA cell_size_check=ON");
        try (ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
            return row.next() && "ok".equals(row.getString(1));
        }
    }

    /** Whether a file can be trusted as it is: ours, and every page sound. */
    boolean trusted() throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) > 0
                && look(new Before(true, true, schema.newest(), 0), true) == null;
    }
}
