package io.hermesgateway.core.control;

import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.service.Rows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The kernel's records as the rows that operators see. */
final class RowsOf {
    private static final int EXCERPT = 120;

    private RowsOf() {}

    static Rows.ApprovalRow approval(Approval a) {
        Decision decision = a.decision();
        Choice choice = decision == null ? null : decision.choice();
        Sender by = decision == null ? null : decision.by();
        return new Rows.ApprovalRow(
                a.id(),
                a.code(),
                a.state().word(),
                a.conversation().platform(),
                place(a.conversation()),
                person(a.requester()),
                a.question().tool(),
                a.question().command(),
                a.question().reasons().stream().map(Reason::text).toList(),
                a.question().choices().stream().map(Choice::word).toList(),
                a.createdAt().toString(),
                text(a.expiresAt()),
                by == null ? null : person(by),
                decision == null ? null : decision.via(),
                choice == null ? null : choice.word(),
                decision == null ? null : decision.reason());
    }

    static Rows.DeliveryRow delivery(OpenDelivery open) {
        Delivery d = open.delivery();
        String text = text(d.body());
        return new Rows.DeliveryRow(
                d.id(),
                d.to().platform(),
                place(d.to()),
                open.state().word(),
                open.attempts(),
                text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…",
                open.messageId().isEmpty() ? null : open.messageId(),
                open.why(),
                d.createdAt().toString(),
                text(open.nextAt()));
    }

    static Rows.Place place(Conversation c) {
        return new Rows.Place(c.key(), c.platform(), c.kind().word(), c.chatId(), c.threadId());
    }

    private static Rows.Person person(Sender s) {
        return new Rows.Person(s.platform(), s.userId(), s.name());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static String text(Body body) {
        return body.fold(
                Body.Text::text,
                media -> "[" + media.attachment().name() + "]",
                Body.Prompt::text,
                edit -> text(edit.replacement()));
    }
}
