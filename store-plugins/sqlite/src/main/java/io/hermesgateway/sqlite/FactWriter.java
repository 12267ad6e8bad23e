package io.hermesgateway.sqlite;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.Conversation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes facts as rows. Every row is found again by what the fact carries, so a fact that comes a second time changes
 * nothing, and what was counted is counted with the row that is new.
 */
final class FactWriter {
    private static final int RESULT_MOST = 4_000;

    private final Link link;
    private final Json json;

    FactWriter(Link link, Json json) {
        this.link = link;
        this.json = json;
    }

    void write(Fed fed) throws SQLException {
        long at = Times.of(fed.at());
        long position = fed.position().value();
        Fact fact = fed.fact();
        if (fact instanceof Fact.TurnEnded f) {
            ended(position, at, f);
        } else if (fact instanceof Fact.SessionOpened f) {
            opened(at, f);
        } else if (fact instanceof Fact.SessionImported f) {
            imported(f);
        } else if (fact instanceof Fact.SessionTitled f) {
            open(f.sessionId(), f.conversation(), at);
            link.update("UPDATE sessions SET title=? WHERE id=?", f.title(), f.sessionId());
        } else if (fact instanceof Fact.MessageAccepted f) {
            accepted(position, at, f);
        } else if (fact instanceof Fact.TranscriptCut f) {
            cut(position, f);
        } else if (fact instanceof Fact.ToolFinished f) {
            toolFinished(position, at, f);
        } else if (fact instanceof Fact.Audited f) {
            link.update(
                    "INSERT OR IGNORE INTO audit(position, who, via, what, about, at) VALUES(?,?,?,?,?,?)",
                    position,
                    f.who(),
                    f.via(),
                    f.what(),
                    f.about(),
                    at);
        } else {
            writeOthers(at, fact);
        }
    }

    private void writeOthers(long at, Fact fact) throws SQLException {
        if (fact instanceof Fact.ApprovalAsked f) {
            asked(f.approval());
        } else if (fact instanceof Fact.ApprovalJoined f) {
            changed(f.approvalId(), f.callId(), null, null);
        } else if (fact instanceof Fact.ApprovalShown f) {
            changed(f.approvalId(), null, f, null);
        } else if (fact instanceof Fact.ApprovalDecided f) {
            changed(f.approvalId(), null, null, f.decision());
        } else if (fact instanceof Fact.DeliveryQueued f) {
            link.update(
                    "INSERT OR IGNORE INTO deliveries(id, source, session_key, state, excerpt, turn_id, created_at)"
                            + " VALUES(?,?,?,?,?,?,?)",
                    f.delivery().id(),
                    f.delivery().to().platform(),
                    f.delivery().to().key(),
                    "queued",
                    Excerpts.of(f.delivery().body()),
                    f.delivery().turnId(),
                    at);
        } else if (fact instanceof Fact.DeliverySettled f) {
            link.update(
                    "UPDATE deliveries SET state=?, message_id=?, why=?, settled_at=? WHERE id=?",
                    f.state().word(),
                    f.messageId(),
                    f.why(),
                    f.state().open() ? null : at,
                    f.deliveryId());
        }
    }

    private void opened(long at, Fact.SessionOpened f) throws SQLException {
        open(f.sessionId(), f.conversation(), at);
        link.update("UPDATE sessions SET parent_session_id=? WHERE id=?", f.parentId(), f.sessionId());
        if (f.parentId() != null) {
            link.update(
                    "UPDATE sessions SET ended_at=?, end_reason=? WHERE id=? AND ended_at IS NULL",
                    at,
                    f.why(),
                    f.parentId());
        }
    }

    private void imported(Fact.SessionImported f) throws SQLException {
        open(f.sessionId(), f.conversation(), Times.of(f.startedAt()));
        link.update(
                "UPDATE sessions SET parent_session_id=coalesce(?, parent_session_id), title=coalesce(?, title),"
                        + " model=coalesce(?, model), started_at=? WHERE id=?",
                f.parentId(),
                f.title(),
                f.model(),
                Times.of(f.startedAt()),
                f.sessionId());
    }

    private void open(String sessionId, Conversation place, long at) throws SQLException {
        link.update(
                "INSERT OR IGNORE INTO sessions(id, source, session_key, chat_type, chat_id, thread_id, member_id,"
                        + " started_at, last_activity_at) VALUES(?,?,?,?,?,?,?,?,?)",
                sessionId,
                place.platform(),
                place.key(),
                place.kind().word(),
                place.chatId(),
                place.threadId(),
                place.memberId(),
                at,
                at);
    }

    private void accepted(long position, long at, Fact.MessageAccepted f) throws SQLException {
        open(f.sessionId(), f.conversation(), at);
        link.update(
                "UPDATE sessions SET user_id=coalesce(user_id, ?), display_name=coalesce(display_name, ?) WHERE id=?",
                f.message().sender().userId(),
                f.message().sender().name(),
                f.sessionId());
        long id = position << StateSchema.LINE_BITS;
        for (Attachment each : f.message().attachments()) {
            link.update(
                    "INSERT OR IGNORE INTO attachments(id, session_id, turn_id, kind, name, mime_type, bytes, location,"
                            + " text) VALUES(?,?,?,?,?,?,?,?,?)",
                    id++,
                    f.sessionId(),
                    f.turnId(),
                    each.kind(),
                    each.name(),
                    each.mimeType(),
                    each.bytes(),
                    each.location(),
                    each.text());
        }
    }

    private void ended(long position, long at, Fact.TurnEnded f) throws SQLException {
        open(f.sessionId(), f.conversation(), at);
        for (int i = 0; i < f.transcript().size(); i++) {
            line(
                    (position << StateSchema.LINE_BITS) + i,
                    f.sessionId(),
                    f.transcript().get(i));
        }
        TurnOutcome.Usage used = f.usage();
        long tools = link.number("SELECT count(*) FROM tool_calls WHERE turn_id=?", 0, f.turnId());
        int fresh = link.update(
                "INSERT OR IGNORE INTO turns(position, turn_id, session_id, outcome, model, input_tokens, output_tokens,"
                        + " cache_read_tokens, reasoning_tokens, api_call_count, tool_call_count, at)"
                        + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?)",
                position,
                f.turnId(),
                f.sessionId(),
                f.outcome(),
                used.model(),
                used.input(),
                used.output(),
                used.cached(),
                used.reasoning(),
                used.modelCalls(),
                tools,
                at);
        if (fresh > 0) {
            count(f, tools, at);
        }
    }

    private void count(Fact.TurnEnded f, long tools, long at) throws SQLException {
        TurnOutcome.Usage used = f.usage();
        link.update(
                "UPDATE sessions SET last_activity_at=max(last_activity_at, ?), message_count=message_count+?,"
                        + " tool_call_count=tool_call_count+?, input_tokens=input_tokens+?,"
                        + " output_tokens=output_tokens+?, cache_read_tokens=cache_read_tokens+?,"
                        + " reasoning_tokens=reasoning_tokens+?, api_call_count=api_call_count+?,"
                        + " model=coalesce(?, model), title=coalesce(title, ?) WHERE id=?",
                at,
                f.transcript().size(),
                tools,
                used.input(),
                used.output(),
                used.cached(),
                used.reasoning(),
                used.modelCalls(),
                used.model().isEmpty() ? null : used.model(),
                title(f.transcript()),
                f.sessionId());
    }

    /** A session goes by the first thing that a person said in it. */
    private static @Nullable String title(List<TranscriptLine> lines) {
        return lines.stream()
                .filter(line -> line.role().equals("user") && !line.text().isBlank())
                .findFirst()
                .map(line -> Excerpts.title(line.text()))
                .orElse(null);
    }

    private void line(long id, String sessionId, TranscriptLine line) throws SQLException {
        link.update(
                "INSERT INTO messages(id, session_id, turn_id, role, content, details, at) VALUES(?,?,?,?,?,?,?)"
                        + " ON CONFLICT(id) DO UPDATE SET session_id=excluded.session_id, turn_id=excluded.turn_id,"
                        + " role=excluded.role, content=excluded.content, details=excluded.details, at=excluded.at",
                id,
                sessionId,
                line.turnId(),
                line.role(),
                line.text(),
                line.details(),
                Times.of(line.at()));
    }

    private void cut(long position, Fact.TranscriptCut f) throws SQLException {
        long end = position << StateSchema.LINE_BITS;
        long from = link.number(
                "SELECT min(id) FROM messages WHERE session_id=? AND turn_id=? AND active=1 AND id<?",
                0,
                f.sessionId(),
                f.fromTurnId(),
                end);
        if (from > 0) {
            link.update("UPDATE messages SET active=0 WHERE session_id=? AND id>=? AND id<?", f.sessionId(), from, end);
            link.update(
                    "UPDATE sessions SET message_count="
                            + "(SELECT count(*) FROM messages WHERE session_id=sessions.id AND active=1) WHERE id=?",
                    f.sessionId());
        }
    }

    private void toolFinished(long position, long at, Fact.ToolFinished f) throws SQLException {
        link.update(
                "INSERT OR IGNORE INTO tool_calls(position, turn_id, call_id, tool, arguments, outcome, result, at)"
                        + " VALUES(?,?,?,?,?,?,?,?)",
                position,
                f.turnId(),
                f.call().id(),
                f.call().tool(),
                f.call().arguments(),
                f.result().outcome().word(),
                Excerpts.cut(f.result().text(), RESULT_MOST),
                at);
    }

    private void asked(Approval approval) throws SQLException {
        link.update(
                "INSERT OR IGNORE INTO approvals(id, code, state, source, requester, tool, command, approval, created_at)"
                        + " VALUES(?,?,?,?,?,?,?,?,?)",
                approval.id(),
                approval.code(),
                approval.state().word(),
                approval.conversation().platform(),
                approval.requester().userId(),
                approval.question().tool(),
                approval.question().command(),
                json.write(approval),
                Times.of(approval.createdAt()));
    }

    private void changed(
            String id, @Nullable String callId, Fact.@Nullable ApprovalShown shown, @Nullable Decision decision)
            throws SQLException {
        String text = link.text("SELECT approval FROM approvals WHERE id=?", id);
        if (text == null) {
            return;
        }
        Approval before = json.approval(text);
        List<String> calls = new ArrayList<>(before.callIds());
        if (callId != null && !calls.contains(callId)) {
            calls.add(callId);
        }
        Approval after = before.with(
                calls,
                shown == null || before.expiresAt() != null ? before.expiresAt() : shown.expiresAt(),
                before.decision() == null ? decision : before.decision());
        Decision end = after.decision();
        link.update(
                "UPDATE approvals SET state=?, approval=?, decided_at=? WHERE id=?",
                after.state().word(),
                json.write(after),
                end == null ? null : Times.of(end.at()),
                id);
    }
}
