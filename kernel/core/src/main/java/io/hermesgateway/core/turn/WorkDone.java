package io.hermesgateway.core.turn;

import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a turn had done when it ended without an answer. Its agent cannot tell any more; without these words the next turn
 * would not know that anything was done at all.
 */
final class WorkDone {
    private static final int CALLS_MOST = 50;
    private static final int WORDS_MOST = 1_000;

    private WorkDone() {}

    static List<TranscriptLine> of(OpenTurn turn) {
        List<OpenTurn.Call> calls = turn.calls();
        if (calls.isEmpty()) {
            return List.of();
        }
        String words = calls.subList(Math.max(0, calls.size() - CALLS_MOST), calls.size()).stream()
                .map(WorkDone::said)
                .collect(Collectors.joining(
                        "\n- ", "This turn ended without an answer. Its tool calls until then:\n- ", ""));
        return List.of(new TranscriptLine("notice", words, null, turn.id, turn.acceptedAt));
    }

    private static String said(OpenTurn.Call call) {
        ToolResult result = call.result();
        String end = result == null
                ? "begun; how far it came is not known"
                : result.outcome().word() + ": " + cut(result.text());
        return call.call.tool() + " " + cut(call.call.arguments()) + " → " + end;
    }

    private static String cut(String text) {
        return text.length() <= WORDS_MOST ? text : text.substring(0, WORDS_MOST) + " [cut]";
    }
}
