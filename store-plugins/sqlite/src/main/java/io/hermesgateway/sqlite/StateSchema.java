package io.hermesgateway.sqlite;

import io.hermesgateway.spi.sql.Databases.Migration;
import java.util.List;

/**
 * The schema of {@code state.db}. Rows carry the position of the fact they came from, so that a fact that comes again
 * finds its row and changes nothing, even in a file that was put together from several sources. Names follow those that
 * people know from Hermes; {@code at} is in nanoseconds since 1970, because what is read must equal what was written.
 *
 * <p>A migration that was released is never changed.
 */
public final class StateSchema {
    /** The id of a line: the position of its turn's end above, its number within the turn below. */
    static final int LINE_BITS = 20;

    /** The position up to which facts are applied, in the table {@code meta}. */
    public static final String APPLIED = "applied";

    /** The id of the last line that the search index knows, in the table {@code meta}. */
    public static final String INDEXED = "indexed";

    private static final String SESSIONS =
            """
            CREATE TABLE sessions(
              id TEXT PRIMARY KEY NOT NULL,
              source TEXT NOT NULL,
              session_key TEXT NOT NULL,
              chat_type TEXT,
              chat_id TEXT,
              thread_id TEXT,
              member_id TEXT,
              user_id TEXT,
              display_name TEXT,
              parent_session_id TEXT,
              title TEXT,
              model TEXT,
              started_at INTEGER NOT NULL,
              last_activity_at INTEGER NOT NULL,
              ended_at INTEGER,
              end_reason TEXT,
              message_count INTEGER NOT NULL DEFAULT 0,
              tool_call_count INTEGER NOT NULL DEFAULT 0,
              input_tokens INTEGER NOT NULL DEFAULT 0,
              output_tokens INTEGER NOT NULL DEFAULT 0,
              cache_read_tokens INTEGER NOT NULL DEFAULT 0,
              reasoning_tokens INTEGER NOT NULL DEFAULT 0,
              api_call_count INTEGER NOT NULL DEFAULT 0
            )""";
    private static final String MESSAGES =
            """
            CREATE TABLE messages(
              id INTEGER PRIMARY KEY NOT NULL,
              session_id TEXT NOT NULL,
              turn_id TEXT,
              role TEXT NOT NULL,
              content TEXT NOT NULL,
              details TEXT,
              at INTEGER NOT NULL,
              active INTEGER NOT NULL DEFAULT 1,
              timestamp REAL GENERATED ALWAYS AS (at / 1e9) VIRTUAL,
              tool_calls TEXT GENERATED ALWAYS AS
                (CASE WHEN json_valid(details) THEN json_extract(details, '$.tool_calls') END) VIRTUAL,
              reasoning TEXT GENERATED ALWAYS AS
                (CASE WHEN json_valid(details) THEN json_extract(details, '$.reasoning') END) VIRTUAL
            )""";
    private static final String TURNS =
            """
            CREATE TABLE turns(
              position INTEGER PRIMARY KEY NOT NULL,
              turn_id TEXT NOT NULL,
              session_id TEXT NOT NULL,
              outcome TEXT NOT NULL,
              model TEXT,
              input_tokens INTEGER NOT NULL DEFAULT 0,
              output_tokens INTEGER NOT NULL DEFAULT 0,
              cache_read_tokens INTEGER NOT NULL DEFAULT 0,
              reasoning_tokens INTEGER NOT NULL DEFAULT 0,
              api_call_count INTEGER NOT NULL DEFAULT 0,
              tool_call_count INTEGER NOT NULL DEFAULT 0,
              at INTEGER NOT NULL
            )""";
    private static final String TOOL_CALLS =
            """
            CREATE TABLE tool_calls(
              position INTEGER PRIMARY KEY NOT NULL,
              turn_id TEXT NOT NULL,
              call_id TEXT NOT NULL,
              tool TEXT NOT NULL,
              arguments TEXT NOT NULL,
              outcome TEXT NOT NULL,
              result TEXT NOT NULL,
              at INTEGER NOT NULL
            )""";
    private static final String ATTACHMENTS =
            """
            CREATE TABLE attachments(
              id INTEGER PRIMARY KEY NOT NULL,
              session_id TEXT NOT NULL,
              turn_id TEXT NOT NULL,
              kind TEXT NOT NULL,
              name TEXT NOT NULL,
              mime_type TEXT NOT NULL,
              bytes INTEGER NOT NULL,
              location TEXT NOT NULL,
              text TEXT
            )""";
    private static final String APPROVALS =
            """
            CREATE TABLE approvals(
              id TEXT PRIMARY KEY NOT NULL,
              code TEXT NOT NULL,
              state TEXT NOT NULL,
              source TEXT NOT NULL,
              requester TEXT NOT NULL,
              tool TEXT NOT NULL,
              command TEXT NOT NULL,
              approval TEXT NOT NULL,
              created_at INTEGER NOT NULL,
              decided_at INTEGER
            )""";
    private static final String DELIVERIES =
            """
            CREATE TABLE deliveries(
              id TEXT PRIMARY KEY NOT NULL,
              source TEXT NOT NULL,
              session_key TEXT NOT NULL,
              state TEXT NOT NULL,
              excerpt TEXT NOT NULL,
              turn_id TEXT,
              message_id TEXT,
              why TEXT NOT NULL DEFAULT '',
              created_at INTEGER NOT NULL,
              settled_at INTEGER
            )""";
    private static final String AUDIT =
            """
            CREATE TABLE audit(
              position INTEGER PRIMARY KEY NOT NULL,
              who TEXT NOT NULL,
              via TEXT NOT NULL,
              what TEXT NOT NULL,
              about TEXT NOT NULL,
              at INTEGER NOT NULL
            )""";

    /** Holds no text of its own and no places within a text: a hit is looked at again where its line is. */
    private static final String SEARCH = "CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0,"
            + " detail=none, tokenize='ascii')";

    private static final String USAGE =
            """
            CREATE VIEW usage AS
              SELECT date(at / 1000000000, 'unixepoch') AS day, model, count(*) AS turns,
                sum(api_call_count) AS api_calls, sum(input_tokens) AS input_tokens,
                sum(output_tokens) AS output_tokens, sum(cache_read_tokens) AS cache_read_tokens,
                sum(reasoning_tokens) AS reasoning_tokens
              FROM turns GROUP BY 1, 2""";

    private static final List<Migration> MIGRATIONS = List.of(new Migration(
            1,
            Schema.DIALECT,
            List.of(
                    "CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL)",
                    SESSIONS,
                    MESSAGES,
                    TURNS,
                    TOOL_CALLS,
                    ATTACHMENTS,
                    APPROVALS,
                    DELIVERIES,
                    AUDIT,
                    SEARCH,
                    USAGE,
                    "CREATE INDEX sessions_by_activity ON sessions(last_activity_at)",
                    "CREATE INDEX sessions_by_parent ON sessions(parent_session_id)",
                    "CREATE INDEX messages_by_session ON messages(session_id)",
                    "CREATE INDEX turns_by_turn ON turns(turn_id)",
                    "CREATE INDEX tool_calls_by_turn ON tool_calls(turn_id)",
                    "CREATE INDEX attachments_by_turn ON attachments(turn_id)",
                    "CREATE INDEX approvals_by_decision ON approvals(decided_at)",
                    "CREATE INDEX deliveries_by_settling ON deliveries(settled_at)",
                    "CREATE INDEX audit_by_time ON audit(at)")));

    private StateSchema() {}

    public static Schema schema() {
        return new Schema(Schema.OURS, false, MIGRATIONS);
    }
}
