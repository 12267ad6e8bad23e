package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.store.Store;
import io.hermesgateway.spi.store.Store.SessionRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a batch of facts comes to. They are written only when all of them are known; the index first, because it
 * names the sessions whose files must be cut after a crash.
 */
final class Batch {
    private final StoreFiles files;
    private final long upTo;
    /** In the order of the newest change. */
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final ByteArrayOutputStream approvals = new ByteArrayOutputStream();
    private final ByteArrayOutputStream deliveries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream audit = new ByteArrayOutputStream();
    private int begun;

    private static final class Draft {
        private @Nullable SessionRow row;
        private long p;
        private final List<Lines.Event> events = new ArrayList<>();
    }

    Batch(StoreFiles files, long upTo) {
        this.files = files;
        this.upTo = upTo;
    }

    void take(Fed fed) throws IOException {
        long p = fed.position().value();
        Instant at = fed.at();
        Fact fact = fed.fact();
        if (fact instanceof Fact.TurnEnded f) {
            ended(p, at, f);
        } else if (fact instanceof Fact.SessionOpened f) {
            opened(p, at, f.sessionId(), f.conversation(), f.parentId());
        } else if (fact instanceof Fact.MessageAccepted f) {
            if (draft(f.sessionId()).row == null) {
                opened(p, at, f.sessionId(), f.conversation(), null);
            }
        } else if (fact instanceof Fact.SessionImported f) {
            imported(p, at, f);
        } else if (fact instanceof Fact.SessionTitled f) {
            titled(p, at, f);
        } else if (fact instanceof Fact.TranscriptCut f) {
            cut(p, at, f);
        } else if (fact instanceof Fact.ToolFinished f) {
            files.open.tool(open, p, f.turnId());
        } else if (fact instanceof Fact.Audited f) {
            Store.AuditRow row = new Store.AuditRow(f.who(), f.via(), f.what(), f.about(), at);
            files.json.line(audit, new Lines.Did(p, row));
        } else {
            takeOther(p, at, fact);
        }
    }

    private void takeOther(long p, Instant at, Fact fact) {
        if (fact instanceof Fact.ApprovalAsked f) {
            files.open.asked(open, p, f.approval());
        } else if (fact instanceof Fact.ApprovalJoined f) {
            files.open.joined(open, p, f);
        } else if (fact instanceof Fact.ApprovalShown f) {
            files.open.shown(open, p, f);
        } else if (fact instanceof Fact.ApprovalDecided f) {
            Approval decided = files.open.decided(open, p, f);
            if (decided != null) {
                files.json.line(approvals, new Lines.Decided(p, f.decision().at(), decided));
            }
        } else if (fact instanceof Fact.DeliveryQueued f) {
            files.open.queued(open, p, f);
        } else if (fact instanceof Fact.DeliverySettled f) {
            Lines.Settled settled = files.open.settled(open, p, at, f);
            if (settled != null) {
                files.json.line(deliveries, settled);
            }
        }
    }

    private Draft draft(String id) throws IOException {
        Draft known = drafts.get(id);
        if (known == null) {
            known = new Draft();
            known.row = files.row(id, upTo);
        }
        return known;
    }

    private void put(String id, Draft draft, Lines.Event event) {
        draft.row = event.row();
        draft.p = event.p();
        draft.events.add(event);
        drafts.remove(id);
        drafts.put(id, draft);
    }

    private static SessionRow fresh(String id, Conversation place, Instant at) {
        return new SessionRow(id, place.key(), place.platform(), null, null, at, at, 0, 0, null, 0, 0);
    }

    private SessionRow known(Draft draft, String id, Conversation place, Instant at) {
        begun += draft.row == null ? 1 : 0;
        return draft.row == null ? fresh(id, place, at) : draft.row;
    }

    private void opened(long p, Instant at, String id, Conversation place, @Nullable String parent) throws IOException {
        Draft draft = draft(id);
        SessionRow row = known(draft, id, place, at);
        SessionRow now = parent == null ? row : Rows.child(row, parent);
        put(id, draft, new Lines.Event(p, Lines.OPENED, at, null, null, null, null, now));
    }

    private void imported(long p, Instant at, Fact.SessionImported f) throws IOException {
        Draft draft = draft(f.sessionId());
        SessionRow row = known(draft, f.sessionId(), f.conversation(), f.startedAt());
        put(f.sessionId(), draft, new Lines.Event(p, Lines.OPENED, at, null, null, null, null, Rows.imported(row, f)));
    }

    private void titled(long p, Instant at, Fact.SessionTitled f) throws IOException {
        Draft draft = draft(f.sessionId());
        SessionRow row = Rows.titled(known(draft, f.sessionId(), f.conversation(), at), f.title());
        put(f.sessionId(), draft, new Lines.Event(p, Lines.OPENED, at, null, null, null, null, row));
    }

    private void ended(long p, Instant at, Fact.TurnEnded f) throws IOException {
        Draft draft = draft(f.sessionId());
        SessionRow row = known(draft, f.sessionId(), f.conversation(), at);
        List<TranscriptLine> lines = f.transcript();
        TurnOutcome.Usage used = f.usage();
        int tools = files.open.ended(open, p, f.turnId());
        SessionRow now = Rows.grown(row, at, lines, tools, used);
        put(f.sessionId(), draft, new Lines.Event(p, Lines.TURN, at, f.turnId(), f.outcome(), null, lines, now));
    }

    private void cut(long p, Instant at, Fact.TranscriptCut f) throws IOException {
        Draft draft = draft(f.sessionId());
        SessionRow row = draft.row;
        if (row == null) {
            return;
        }
        Sessions.Live live = new Sessions.Live(f.fromTurnId());
        files.sessions.file(f.sessionId()).forwards(upTo, (line, offset) -> {
            files.json.read(line, Lines.Event.class).ifPresent(live::add);
            return true;
        });
        draft.events.forEach(live::add);
        long[] cut = live.cut();
        if (cut != null) {
            SessionRow now = Rows.with(row, (int) cut[1]);
            put(f.sessionId(), draft, new Lines.Event(p, Lines.CUT, at, f.fromTurnId(), null, cut[0], null, now));
        }
    }

    /** How many sessions have changed. */
    int sessions() {
        return drafts.size();
    }

    /** How many sessions are new. */
    int begun() {
        return begun;
    }

    void write() throws IOException {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        drafts.forEach(
                (id, draft) -> files.json.line(index, new Lines.Listed(draft.p, Objects.requireNonNull(draft.row))));
        files.append(files.sessions.index, index);
        files.append(files.openFile, open);
        files.append(files.approvals, approvals);
        files.append(files.deliveries, deliveries);
        files.append(files.audit, audit);
        for (Map.Entry<String, Draft> each : drafts.entrySet()) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            each.getValue().events.forEach(event -> files.json.line(lines, event));
            files.append(files.sessions.file(each.getKey()), lines);
            files.remember(Objects.requireNonNull(each.getValue().row));
        }
    }
}
