package io.hermesgateway.qqbot;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Things of the kernel as tests need them. */
public final class Samples {
    public static final Conversation ANN = Conversation.dm("qqbot", "ann");
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    private Samples() {}

    public static Approval approval(String id) {
        Question question = new Question("terminal", "rm -rf x", "digest", List.of(), List.of(Choice.values()));
        Sender ann = Sender.of("qqbot", "ann", "Ann");
        return new Approval(id, "k7", ANN, ann, question, "s1", "t1", List.of("c1"), THEN, null, null);
    }

    public static Approval decided(
            Approval approval, ApprovalState state, @Nullable Choice choice, @Nullable String by, String via) {
        Decision decision =
                new Decision(state, choice, by == null ? null : Sender.of("qqbot", by, null), via, null, THEN);
        return approval.with(approval.callIds(), null, decision);
    }

    public static Delivery delivery(String id, Conversation to, Body body) {
        return new Delivery(id, to, body, "t1", null, Map.of(), 1, THEN);
    }

    public static Delivery text(String id, Conversation to, String text) {
        return delivery(id, to, new Body.Text(text));
    }
}
