package io.hermesgateway.api.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the kernel and whoever listens for a client: every word of a turn passes here and loses its credentials,
 * also those that are spread over several deltas. What is held back of a text comes before the next event of another kind.
 */
public final class MaskedTurn implements Turns.Listener {
    private final Masks masks;
    private final ObjectMapper mapper;
    private final Turns.Listener listener;
    private final Redaction.Flow text;
    private final Redaction.Flow thoughts;

    public MaskedTurn(Masks masks, ObjectMapper mapper, Turns.Listener listener) {
        this.masks = masks;
        this.mapper = mapper;
        this.listener = listener;
        this.text = masks.flow();
        this.thoughts = masks.flow();
    }

    @Override
    public synchronized void onEvent(TurnEvent event) {
        if (event instanceof TurnEvent.TextDelta delta) {
            thought(delta.turnId(), thoughts.end());
            said(delta.turnId(), text.next(delta.text()));
        } else if (event instanceof TurnEvent.ReasoningDelta delta) {
            said(delta.turnId(), text.end());
            thought(delta.turnId(), thoughts.next(delta.text()));
        } else {
            thought(event.turnId(), thoughts.end());
            said(event.turnId(), text.end());
            listener.onEvent(masked(event));
        }
    }

    private void said(String turnId, String piece) {
        if (!piece.isEmpty()) {
            listener.onEvent(new TurnEvent.TextDelta(turnId, piece));
        }
    }

    private void thought(String turnId, String piece) {
        if (!piece.isEmpty()) {
            listener.onEvent(new TurnEvent.ReasoningDelta(turnId, piece));
        }
    }

    private TurnEvent masked(TurnEvent event) {
        if (event instanceof TurnEvent.ToolStarted e) {
            return new TurnEvent.ToolStarted(e.turnId(), masked(e.call()));
        }
        if (event instanceof TurnEvent.ToolProgress e) {
            return new TurnEvent.ToolProgress(e.turnId(), e.callId(), masks.text(e.line()));
        }
        if (event instanceof TurnEvent.ToolEnded e) {
            ToolResult result = e.result();
            return new TurnEvent.ToolEnded(
                    e.turnId(), masked(e.call()), new ToolResult(result.outcome(), masks.text(result.text())));
        }
        if (event instanceof TurnEvent.ApprovalAsked e) {
            return new TurnEvent.ApprovalAsked(e.turnId(), masked(e.approval()));
        }
        if (event instanceof TurnEvent.ApprovalDecided e) {
            return new TurnEvent.ApprovalDecided(e.turnId(), masked(e.approval()));
        }
        return event instanceof TurnEvent.Ended e ? masked(e) : event;
    }

    private Approval masked(Approval approval) {
        Question asked = approval.question();
        return approval.with(new Question(
                asked.tool(), masks.text(asked.command()), asked.digest(), asked.reasons(), asked.choices()));
    }

    /** Arguments stay JSON: only the texts in it change. */
    private ToolCall masked(ToolCall call) {
        return masks.text(call.arguments()).equals(call.arguments())
                ? call
                : new ToolCall(call.id(), call.tool(), arguments(call.arguments()));
    }

    private String arguments(String arguments) {
        try {
            JsonNode tree = mapper.readTree(arguments);
            return tree.isContainerNode() ? mapper.writeValueAsString(masks.tree(tree)) : masks.text(arguments);
        } catch (JsonProcessingException notJson) {
            return masks.text(arguments);
        }
    }

    private TurnEvent.Ended masked(TurnEvent.Ended end) {
        boolean failed = end.outcome().equals("failed");
        String partial = end.partial();
        String before = partial != null && end.text().startsWith(partial) ? partial : "";
        String rest = end.text().substring(before.length());
        String words = masks.text(before) + (failed ? masks.error(rest) : masks.text(rest));
        return new TurnEvent.Ended(end.turnId(), end.outcome(), words, end.usage(), end.errorCode(), masked(partial));
    }

    private @Nullable String masked(@Nullable String partial) {
        return partial == null ? null : masks.text(partial);
    }
}
