package io.hermesgateway.core;

import io.hermesgateway.core.control.ControlCalls;
import io.hermesgateway.core.feed.History;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.agent.Titles;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.store.Store;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operator's calls about what was said; whoever listens is told when older parts may be missing. */
final class SessionVerbs {
    private static final int LISTED = 50;
    private static final int LISTED_MOST = 10_000;
    private static final int SHOWN_MOST = 1_000_000;
    private static final int LINES_AT_ONCE = 100;

    private final History history;

    private SessionVerbs(History history) {
        this.history = history;
    }

    static void publish(Registry registry, History history, Ledger ledger) {
        SessionVerbs verbs = new SessionVerbs(history);
        registry.publish(ControlVerb.class, "sessions.list", (who, args, shown) -> verbs.list(args));
        registry.publish(ControlVerb.class, "sessions.show", (who, args, shown) -> verbs.show(args, shown));
        registry.publish(ControlVerb.class, "sessions.search", (who, args, shown) -> verbs.search(args));
        registry.publish(
                Titles.class,
                "kernel",
                (session, place, title) ->
                        ledger.commit(state -> List.of(new Fact.SessionTitled(session, place, title))));
        registry.publish(ControlVerb.class, "sessions.import", (who, args, shown) -> new SessionImport(ledger)
                .take(Path.of(ControlCalls.text(args, "file")), shown::show));
    }

    private Map<String, Object> list(Map<String, Object> args) {
        History.Found<Store.SessionRow> found = history.sessions(query(args, text(args, "platform")));
        return Map.of("sessions", found.rows(), "partial", found.partial());
    }

    private Map<String, Object> search(Map<String, Object> args) {
        History.Found<Store.SearchHit> found =
                history.search(ControlCalls.text(args, "text"), query(args, text(args, "session")));
        return Map.of("hits", found.rows(), "partial", found.partial());
    }

    /** The lines come before the result, some at a time. */
    private Map<String, Object> show(Map<String, Object> args, ControlVerb.Progress shown) {
        Store.SessionRow row = session(ControlCalls.text(args, "id"));
        History.Transcript transcript = history.transcript(row.id(), number(args, SHOWN_MOST, SHOWN_MOST));
        List<TranscriptLine> lines = transcript.lines();
        for (int from = 0; from < lines.size(); from += LINES_AT_ONCE) {
            List<TranscriptLine> next = lines.subList(from, Math.min(lines.size(), from + LINES_AT_ONCE));
            if (!shown.show(Map.of("messages", next))) {
                break;
            }
        }
        return Map.of("session", row, "partial", transcript.partial());
    }

    /** By its id, or by the beginning of it when only one begins so. */
    private Store.SessionRow session(String spoken) {
        return history.session(spoken).orElseGet(() -> {
            List<Store.SessionRow> fitting = history.sessions(Store.Query.newest(LISTED_MOST)).rows().stream()
                    .filter(row -> row.id().startsWith(spoken))
                    .toList();
            if (fitting.size() == 1) {
                return fitting.get(0);
            }
            throw fitting.isEmpty()
                    ? new GatewayException(KernelError.NOT_FOUND, "there is no session " + spoken)
                    : new GatewayException(
                            KernelError.BAD_REQUEST, fitting.size() + " sessions begin with " + spoken + "; say more");
        });
    }

    private static Store.Query query(Map<String, Object> args, @Nullable String filter) {
        String before = text(args, "before");
        try {
            return new Store.Query(
                    number(args, LISTED, LISTED_MOST), before == null ? null : Instant.parse(before), filter);
        } catch (DateTimeException wrong) {
            throw new GatewayException(KernelError.BAD_REQUEST, "'before' is a time like 2026-01-31T12:00:00Z", wrong);
        }
    }

    private static @Nullable String text(Map<String, Object> args, String name) {
        return args.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    private static int number(Map<String, Object> args, int otherwise, int most) {
        return args.get("limit") instanceof Number limit
                ? (int) Math.max(1, Math.min(most, limit.longValue()))
                : otherwise;
    }
}
