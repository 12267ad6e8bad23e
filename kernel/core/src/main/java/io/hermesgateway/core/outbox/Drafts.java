package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.plugin.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes deliveries of what is to be said, in pieces that the far side takes. */
final class Drafts implements Mail {
    private static final Capabilities UNKNOWN = Capabilities.plain(2_000);

    private final Carriers carriers;
    private final OutboxRules rules;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, Capabilities> lastKnown = new ConcurrentHashMap<>();

    Drafts(Carriers carriers, OutboxRules rules, Ids ids, InstantSource clock) {
        this.carriers = carriers;
        this.rules = rules;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<Fact.DeliveryQueued> compose(
            State state, Conversation to, List<Body> bodies, @Nullable String turnId, @Nullable String replyTo) {
        Optional<Capabilities> known = capabilities(to.platform());
        if (known.isEmpty() && !rules.outbound(to.platform())) {
            return List.of();
        }
        Map<String, String> route = state.route(to);
        List<Fact.DeliveryQueued> queued = new ArrayList<>();
        for (Body body : bodies) {
            for (Body piece : pieces(redacted(body), known)) {
                queued.add(new Fact.DeliveryQueued(
                        new Delivery(ids.next(), to, piece, turnId, replyTo, route, 1, clock.instant())));
            }
        }
        return queued;
    }

    private Body redacted(Body body) {
        return body.fold(
                text -> new Body.Text(rules.redact(text.text())),
                media -> media,
                prompt -> new Body.Prompt(redacted(prompt.approval()), rules.redact(prompt.text())),
                edit -> new Body.Edit(edit.messageId(), redacted(edit.replacement())));
    }

    /** Cards show the command from the record. */
    private Approval redacted(Approval approval) {
        Question asked = approval.question();
        return approval.with(new Question(
                asked.tool(), rules.redact(asked.command()), asked.digest(), asked.reasons(), asked.choices()));
    }

    /** What the far side can do, also when its platform is away just now. */
    private Optional<Capabilities> capabilities(String platformId) {
        Optional<Capabilities> now = carriers.carrier(platformId).map(Carriers.Carrier::capabilities);
        now.ifPresent(capabilities -> lastKnown.put(platformId, capabilities));
        return now.or(() -> Optional.ofNullable(lastKnown.get(platformId)));
    }

    private static List<Body> pieces(Body body, Optional<Capabilities> known) {
        Capabilities can = known.orElse(UNKNOWN);
        return body.fold(
                text -> texts(text.text(), can),
                List::of,
                prompt -> asked(prompt, can),
                edit -> edit.messageId().isEmpty() || (known.isPresent() && !can.edits())
                        ? List.of()
                        : List.of(new Body.Edit(edit.messageId(), firstPiece(edit.replacement(), can))));
    }

    /** Blank pieces are left out: no far side takes them. */
    private static List<Body> texts(String text, Capabilities can) {
        return texts(TextCutter.cut(text, can));
    }

    private static List<Body> texts(List<String> pieces) {
        return pieces.stream()
                .filter(piece -> !piece.isBlank())
                .<Body>map(Body.Text::new)
                .toList();
    }

    /** Of a long question the beginning goes ahead, so that the whole command is seen and the end has the buttons. */
    private static List<Body> asked(Body.Prompt prompt, Capabilities can) {
        List<String> pieces = TextCutter.cut(prompt.text(), can);
        if (pieces.size() < 2) {
            return List.of(prompt);
        }
        int last = pieces.size() - 1;
        List<Body> bodies = new ArrayList<>(texts(pieces.subList(0, last)));
        bodies.add(new Body.Prompt(prompt.approval(), pieces.get(last)));
        return bodies;
    }

    /** One message cannot become two by an edit. */
    private static Body firstPiece(Body replacement, Capabilities can) {
        return replacement.fold(
                text -> new Body.Text(first(text.text(), can)),
                media -> media,
                prompt -> new Body.Prompt(prompt.approval(), first(prompt.text(), can)),
                edit -> edit);
    }

    private static String first(String text, Capabilities can) {
        return text.isEmpty() ? text : TextCutter.cut(text, can).get(0);
    }
}
