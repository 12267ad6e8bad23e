package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.KnownApproval;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that put an approval before people: first with buttons, if that is refused as plain text, then in the
 * home channel. A plain text has nowhere to name its approval but in its id.
 */
final class Prompts {
    private static final String PLAIN = "-text";
    private static final String PLAIN_AT_HOME = "-home";

    private final Drafts drafts;
    private final OutboxRules rules;

    Prompts(Drafts drafts, OutboxRules rules) {
        this.drafts = drafts;
        this.rules = rules;
    }

    /** The approval that people are asked for with this delivery. */
    static Optional<String> approvalId(Delivery delivery) {
        String id = delivery.id();
        if (delivery.body() instanceof Body.Prompt prompt) {
            return Optional.of(prompt.approval().id());
        }
        boolean plain = id.endsWith(PLAIN) || id.endsWith(PLAIN_AT_HOME);
        return plain ? Optional.of(id.substring(0, id.lastIndexOf('-'))) : Optional.empty();
    }

    /** Where the prompt stands, or, when it came too late to be answered, its final look. */
    List<? extends Fact> shown(State state, Delivery delivery, String messageId, Instant now) {
        KnownApproval known = approvalId(delivery).map(state::approval).orElse(null);
        if (known == null) {
            return List.of();
        }
        if (pending(known)) {
            Instant expiresAt = now.plus(rules.approvalTimeout());
            return List.of(
                    new Fact.ApprovalShown(known.approval().id(), delivery.to(), delivery.id(), messageId, expiresAt));
        }
        Body edit = new Body.Edit(messageId, rules.prompt(known.approval()));
        return drafts.compose(state, delivery.to(), List.of(edit), delivery.turnId(), null);
    }

    /** The next way to show what was refused; empty when there is none left. */
    List<Fact.DeliveryQueued> instead(State state, Delivery refused) {
        KnownApproval known = approvalId(refused).map(state::approval).orElse(null);
        if (known == null || !pending(known)) {
            return List.of();
        }
        Conversation asked = known.approval().conversation();
        boolean there = refused.to().equals(asked);
        if (refused.body() instanceof Body.Prompt prompt) {
            String id = known.approval().id() + (there ? PLAIN : PLAIN_AT_HOME);
            return List.of(new Fact.DeliveryQueued(new Delivery(
                    id,
                    refused.to(),
                    new Body.Text(prompt.text()),
                    refused.turnId(),
                    refused.replyTo(),
                    refused.route(),
                    1,
                    refused.createdAt())));
        }
        Conversation home = rules.home(asked.platform()).orElse(asked);
        List<Body> again = List.of(rules.prompt(known.approval()));
        return there && !home.shared().equals(asked.shared())
                ? drafts.compose(state, home, again, refused.turnId(), null)
                : List.of();
    }

    /** Takes back the prompts that nobody has seen and nobody needs any more. */
    static List<Fact> obsolete(State state) {
        return state.deliveries().stream()
                .filter(d -> d.state() != DeliveryState.SENDING && Line.waits(d.state(), d.nextAt()))
                .filter(d -> isOver(state, d.delivery()))
                .<Fact>map(d -> new Fact.DeliverySettled(
                        d.delivery().id(), DeliveryState.CANCELLED, "", "the approval was decided meanwhile", null))
                .toList();
    }

    /** Approvals that nobody can be shown, with the reason: every way was refused, or was tried for too long. */
    static Map<String, String> hopeless(State state) {
        Map<String, String> hopeless = new LinkedHashMap<>();
        for (OpenDelivery d : state.deliveries()) {
            if (d.state() == DeliveryState.FAILED) {
                approvalId(d.delivery())
                        .filter(id -> isUnseen(state.approval(id)))
                        .ifPresent(id -> hopeless.put(id, d.why()));
            }
        }
        return hopeless;
    }

    static boolean isOver(State state, Delivery delivery) {
        return approvalId(delivery).filter(id -> !pending(state.approval(id))).isPresent();
    }

    private static boolean isUnseen(@Nullable KnownApproval known) {
        return known != null && pending(known) && known.shown().isEmpty();
    }

    private static boolean pending(@Nullable KnownApproval known) {
        return known != null && known.approval().decision() == null;
    }
}
