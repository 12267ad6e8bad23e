package io.hermesgateway.sqlite;

import io.hermesgateway.spi.sql.Databases.Migration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file's schema up to date: one transaction for each step, begun as a writer and judged again inside, so that
 * two programs may start at once. A table of a foreign or half-made file may lack columns; they are added before a step
 * runs, because its indexes need them, and whatever is still missing at the end is made up for.
 */
final class Migrator {
    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);
    private static final Pattern CREATES = Pattern.compile(
            "\\s*CREATE\\s+(?:UNIQUE\\s+|VIRTUAL\\s+|TEMP\\s+)?(TABLE|INDEX|VIEW|TRIGGER)\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
                    + "[\"`\\[]?(\\w+).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ADDS = Pattern.compile(
            "\\s*ALTER\\s+TABLE\\s+[\"`\\[]?(\\w+)[\"`\\]]?\\s+ADD\\s+(?:COLUMN\\s+)?[\"`\\[]?(\\w+).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Path path;
    private final Schema schema;
    private final Copy copy;

    /** Keeps a copy of the file as it is. */
    interface Copy {
        void make(Path path, Link link) throws SQLException, IOException;
    }

    Migrator(Path path, Schema schema, Copy copy) {
        this.path = path;
        this.schema = schema;
        this.copy = copy;
    }

    void bringUpToDate(Link link) throws SQLException, IOException {
        Catalog before = Catalog.of(link);
        int version = version(link);
        refuse(link, before, version);
        List<Migration> pending = schema.migrations().stream()
                .filter(step -> step.version() > version)
                .toList();
        if (!before.isEmpty() && (!pending.isEmpty() || isIncomplete(before))) {
            copy.make(path, link);
        }
        for (Migration step : pending) {
            inTransaction(link, () -> migrate(link, step));
        }
        if (isIncomplete(Catalog.of(link))) {
            inTransaction(link, () -> complete(link));
        }
    }

    private static int version(Link link) throws SQLException {
        return Integer.parseInt(link.pragma("user_version"));
    }

    private void refuse(Link link, Catalog found, int version) throws SQLException {
        int mark = Integer.parseInt(link.pragma("application_id"));
        Ownership.refuse(path, schema, mark == 0 && found.isEmpty() ? schema.applicationId() : mark, version);
    }

    private interface Step {
        void run() throws SQLException;
    }

    private void inTransaction(Link link, Step step) throws SQLException {
        link.run("BEGIN IMMEDIATE");
        boolean done = false;
        try {
            step.run();
            link.run("COMMIT");
            done = true;
        } finally {
            if (!done) {
                link.run("ROLLBACK");
            }
        }
    }

    private void migrate(Link link, Migration step) throws SQLException {
        if (version(link) >= step.version()) {
            return;
        }
        Catalog found = Catalog.of(link);
        if (!found.isEmpty()) {
            addColumns(link, found, model(step.version()));
        }
        for (String statement : step.statements()) {
            if (!isDone(Catalog.of(link), statement)) {
                link.run(statement);
            }
        }
        link.run("PRAGMA application_id=" + schema.applicationId());
        link.run("PRAGMA user_version=" + step.version());
        if (!found.isEmpty()) {
            LOG.info("{} has the schema {} now", path, step.version());
        }
    }

    private static boolean isDone(Catalog found, String statement) {
        Matcher creates = CREATES.matcher(statement);
        if (creates.matches()) {
            return found.has(creates.group(1).toLowerCase(Locale.ROOT) + " " + creates.group(2));
        }
        Matcher adds = ADDS.matcher(statement);
        return adds.matches() && found.hasColumn(adds.group(1), adds.group(2));
    }

    /** What the file should look like after a step. */
    private Catalog model(int version) throws SQLException {
        Link memory = Opener.inMemory();
        try {
            for (Migration step : schema.migrations()) {
                for (String statement : step.version() <= version ? step.statements() : List.<String>of()) {
                    memory.run(statement);
                }
            }
            return Catalog.of(memory);
        } finally {
            memory.close();
        }
    }

    private boolean isIncomplete(Catalog found) throws SQLException {
        Catalog wanted = model(schema.newest());
        return !found.statements().keySet().containsAll(wanted.statements().keySet())
                || wanted.columns().entrySet().stream().anyMatch(table -> !found.columns()
                        .getOrDefault(table.getKey(), Map.of())
                        .keySet()
                        .containsAll(table.getValue().keySet()));
    }

    private void complete(Link link) throws SQLException {
        Catalog wanted = model(schema.newest());
        addColumns(link, Catalog.of(link), wanted);
        Catalog found = Catalog.of(link);
        for (Map.Entry<String, String> each : wanted.statements().entrySet()) {
            if (!found.has(each.getKey())) {
                LOG.warn("{} had no {}; it has one now", path, each.getKey());
                link.run(each.getValue());
            }
        }
    }

    private void addColumns(Link link, Catalog found, Catalog wanted) throws SQLException {
        for (Map.Entry<String, Map<String, String>> table : wanted.columns().entrySet()) {
            for (Map.Entry<String, String> column : table.getValue().entrySet()) {
                if (found.columns().containsKey(table.getKey()) && !found.hasColumn(table.getKey(), column.getKey())) {
                    LOG.warn("{} had no column {}.{}; it has one now", path, table.getKey(), column.getKey());
                    link.run("ALTER TABLE " + table.getKey() + " ADD COLUMN " + addable(column.getValue()));
                }
            }
        }
    }

    /** Rows that are there already need a value. */
    private static String addable(String declaration) {
        String upper = declaration.toUpperCase(Locale.ROOT);
        if (!upper.contains("NOT NULL") || upper.contains("DEFAULT") || upper.contains("GENERATED")) {
            return declaration;
        }
        boolean number = upper.contains(" INT") || upper.contains(" REAL") || upper.contains(" NUM");
        return declaration + (number ? " DEFAULT 0" : " DEFAULT ''");
    }
}
