package io.hermesgateway.jsonl;

import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.store.Store.SessionRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a session's row. */
final class Rows {
    private Rows() {}

    static SessionRow child(SessionRow row, String parent) {
        return new SessionRow(
                row.id(),
                row.conversationKey(),
                row.platform(),
                row.title(),
                parent,
                row.startedAt(),
                row.lastActivityAt(),
                row.messages(),
                row.toolCalls(),
                row.model(),
                row.inputTokens(),
                row.outputTokens());
    }

    static SessionRow imported(SessionRow row, Fact.SessionImported fact) {
        return new SessionRow(
                row.id(),
                row.conversationKey(),
                row.platform(),
                fact.title() == null ? row.title() : fact.title(),
                fact.parentId() == null ? row.parentId() : fact.parentId(),
                fact.startedAt(),
                row.lastActivityAt(),
                row.messages(),
                row.toolCalls(),
                fact.model() == null ? row.model() : fact.model(),
                row.inputTokens(),
                row.outputTokens());
    }

    static SessionRow titled(SessionRow row, String title) {
        return new SessionRow(
                row.id(),
                row.conversationKey(),
                row.platform(),
                title,
                row.parentId(),
                row.startedAt(),
                row.lastActivityAt(),
                row.messages(),
                row.toolCalls(),
                row.model(),
                row.inputTokens(),
                row.outputTokens());
    }

    static SessionRow with(SessionRow row, int messages) {
        return new SessionRow(
                row.id(),
                row.conversationKey(),
                row.platform(),
                row.title(),
                row.parentId(),
                row.startedAt(),
                row.lastActivityAt(),
                messages,
                row.toolCalls(),
                row.model(),
                row.inputTokens(),
                row.outputTokens());
    }

    static SessionRow grown(SessionRow row, Instant at, List<TranscriptLine> lines, int tools, TurnOutcome.Usage used) {
        return new SessionRow(
                row.id(),
                row.conversationKey(),
                row.platform(),
                row.title() == null ? title(lines) : row.title(),
                row.parentId(),
                row.startedAt(),
                at.isAfter(row.lastActivityAt()) ? at : row.lastActivityAt(),
                row.messages() + lines.size(),
                row.toolCalls() + tools,
                used.model().isEmpty() ? row.model() : used.model(),
                row.inputTokens() + used.input(),
                row.outputTokens() + used.output());
    }

    /** A session goes by the first thing that a person said in it. */
    private static @Nullable String title(List<TranscriptLine> lines) {
        return lines.stream()
                .filter(line -> line.role().equals("user") && !line.text().isBlank())
                .findFirst()
                .map(line -> Texts.title(line.text()))
                .orElse(null);
    }
}
