package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Redirect;
import io.hermesgateway.tools.shell.Word;
import java.util.Locale;
import java.util.Set;

/** SQL, where it is handed to a database client; in a commit message it is only words. */
public final class SqlRules implements Rule {
    private static final Set<String> CLIENTS = Set.of(
            "mysql",
            "mariadb",
            "psql",
            "pgcli",
            "mycli",
            "litecli",
            "sqlite",
            "sqlite3",
            "sqlcmd",
            "sqlplus",
            "usql",
            "duckdb",
            "clickhouse",
            "clickhouse-client",
            "cockroach",
            "isql",
            "bq",
            "snowsql",
            "trino",
            "presto",
            "cqlsh",
            "hive",
            "beeline",
            "impala-shell");

    @Override
    public void check(Invocation run, Findings findings) {
        if (run.name().equals("dropdb") || (run.name().equals("mysqladmin") && run.has("drop"))) {
            findings.ask(Danger.SQL_DROP);
        }
        if (!CLIENTS.contains(run.name())) {
            return;
        }
        for (Word word : run.arguments()) {
            statements(word.text(), findings);
        }
        for (Redirect redirect : run.redirects()) {
            if (redirect.kind() == Redirect.Kind.HERE_TEXT) {
                statements(redirect.target().text(), findings);
            }
        }
        String piped = run.input().text();
        if (piped != null) {
            statements(piped, findings);
        }
    }

    /** Walks over the words of the text once, remembering only what the statement at hand began with. */
    private static void statements(String sql, Findings findings) {
        Statement statement = new Statement(findings);
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= sql.length(); i++) {
            char c = i < sql.length() ? sql.charAt(i) : ';';
            if (c == '-' && sql.startsWith("--", i) && word.isEmpty()) {
                i = lineEnd(sql, i) - 1;
            } else if (c == '/' && sql.startsWith("/*", i)) {
                int end = sql.indexOf("*/", i + 2);
                i = end < 0 ? sql.length() - 1 : end + 1;
                statement.word(word);
            } else if (Character.isLetterOrDigit(c) || c == '_') {
                word.append(c);
            } else {
                statement.word(word);
                if (c == ';') {
                    statement.end();
                } else if (c == '\n') {
                    statement.line();
                }
            }
        }
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static final class Statement {
        private final Findings findings;
        private String last = "";
        private boolean deletes;

        Statement(Findings findings) {
            this.findings = findings;
        }

        void word(StringBuilder letters) {
            if (letters.isEmpty()) {
                return;
            }
            String word = letters.toString().toUpperCase(Locale.ROOT);
            letters.setLength(0);
            if (last.equals("DROP") && (word.equals("TABLE") || word.equals("DATABASE") || word.equals("SCHEMA"))) {
                findings.ask(Danger.SQL_DROP);
            } else if (last.equals("TRUNCATE")) {
                findings.ask(Danger.SQL_TRUNCATE);
            } else if (last.equals("DELETE") && word.equals("FROM")) {
                deletes = true;
            } else if (word.equals("WHERE")) {
                deletes = false;
            }
            last = word;
        }

        /** A condition on a later line does not count: the line may be run by itself. */
        void line() {
            if (deletes) {
                findings.ask(Danger.SQL_DELETE);
            }
        }

        void end() {
            line();
            deletes = false;
            last = "";
        }
    }
}
