package io.hermesgateway.sqlite.heal;

import io.hermesgateway.sqlite.DatabaseFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is wrong with a database file, or with the place where it lies. */
enum Damage {
    NOT_A_DATABASE("not-a-database", true),
    HEADER("header", true),
    TRUNCATED("truncated", true),
    PAGES("pages", true),
    LOG("log", true),
    INDEX("index", true),
    DELETED("deleted", true),
    REPLACED("replaced", true),
    DISK_FULL("disk-full", false),
    READ_ONLY("read-only", false),
    LOCKED("locked", false),
    UNREACHABLE("unreachable", false);

    private final String word;
    private final boolean mendable;

    Damage(String word, boolean mendable) {
        this.word = word;
        this.mendable = mendable;
    }

    /** As it stands in the name of a file in quarantine. */
    String word() {
        return word;
    }

    /** Whether a repair is of use; everything else passes, or a person must make room. */
    boolean mendable() {
        return mendable;
    }

    /** What a failure says about the file; null when it says nothing. */
    static @Nullable Damage of(SQLException failure, Path file) {
        if (DatabaseFile.SWAPPED.equals(failure.getSQLState())) {
            return Files.exists(file) ? REPLACED : DELETED;
        }
        if (!(failure instanceof SQLiteException known)) {
            return null;
        }
        SQLiteErrorCode full = known.getResultCode();
        if (full == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
            return Files.exists(file) ? REPLACED : DELETED;
        }
        if (full == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ || full == SQLiteErrorCode.SQLITE_IOERR_READ) {
            return PAGES;
        }
        int code = DatabaseFile.code(failure);
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return Files.exists(file) ? UNREACHABLE : DELETED;
        }
        if (code == SQLiteErrorCode.SQLITE_ERROR.code) {
            String words = String.valueOf(failure.getMessage());
            return words.contains("no such table") || words.contains("no such column") ? REPLACED : null;
        }
        return plain(code);
    }

    private static @Nullable Damage plain(int code) {
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return PAGES;
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return NOT_A_DATABASE;
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code || code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return DISK_FULL;
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return READ_ONLY;
        }
        boolean locked = code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code
                || code == SQLiteErrorCode.SQLITE_PROTOCOL.code;
        return locked ? LOCKED : null;
    }
}
