package io.hermesgateway.itest.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of another program, part of it still in its log. */
final class Foreign {
    private Foreign() {}

    static void make(Path database) throws SQLException, IOException {
        Path original = Harm.beside(database, ".original");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + original);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE songs(name TEXT, words TEXT)");
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000)"
                    + " INSERT INTO songs SELECT 'song ' || i, hex(randomblob(100)) FROM n");
            Files.copy(original, database, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(
                    Harm.beside(original, "-wal"), Harm.beside(database, "-wal"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
