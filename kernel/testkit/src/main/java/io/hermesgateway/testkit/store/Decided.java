package io.hermesgateway.testkit.store;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Approvals and deliveries with something in every field. */
final class Decided {
    private static final Instant AT = Instant.parse("2025-12-31T23:59:59.123Z");

    private Decided() {}

    static Approval approval(String id, Conversation where) {
        Reason reason = new Reason("rm -rf", List.of("recursive delete"), "It deletes a folder.", true);
        Question question =
                new Question("terminal", "rm -rf 文件夹", "digest", List.of(reason), List.of(Choice.ONCE, Choice.DENY));
        Sender requester = new Sender(where.platform(), "u1", "alt1", "Ann", true);
        return new Approval(id, "K7", where, requester, question, "s1", "t1", List.of("call1"), AT, null, null);
    }

    static Decision by(String who, Choice choice, Instant at) {
        Sender person = new Sender("test", who, null, null, false);
        return new Decision(ApprovalState.APPROVED, choice, person, "button", "go on", at);
    }

    static Decision nobody(ApprovalState state, Instant at) {
        return new Decision(state, null, null, "clock", null, at);
    }

    static Delivery delivery(String id, Conversation to, String text) {
        return new Delivery(id, to, new Body.Text(text), "t1", "m0", Map.of("token", "x"), 1, AT);
    }
}
