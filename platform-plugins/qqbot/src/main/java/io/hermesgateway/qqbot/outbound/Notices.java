package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.inbound.Click;
import io.hermesgateway.qqbot.inbound.Clicks;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.platform.PlatformContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says in the chat what a press came to when the button cannot. A press that was refused greys the buttons on the
 * person's screen, so the question is shown again with fresh ones; the answer goes to the press itself, which is always
 * possible.
 */
public final class Notices implements Clicks.Aftermath {
    private static final Duration JUST_NOW = Duration.ofMinutes(2);

    private final PlatformContext context;
    private final ReplyLedger ledger;
    private final Drafts drafts;
    private final Sender sender;

    Notices(PlatformContext context, ReplyLedger ledger, Drafts drafts, Sender sender) {
        this.context = context;
        this.ledger = ledger;
        this.drafts = drafts;
        this.sender = sender;
    }

    @Override
    public void opened(Click click, Place place) {
        ledger.learn(place, click.event(), true, context.clock().instant());
        context.opened(place.conversation(context.platformId()));
    }

    @Override
    public void explain(Click click, Place place, AnswerResult result) {
        if (result instanceof AnswerResult.Already already && isOwn(click, already)) {
            return;
        }
        Optional<Click.Pick> pick = click.pick();
        boolean open = result instanceof AnswerResult.NotAllowed || result instanceof AnswerResult.NotNow;
        if (!open || pick.isEmpty() || drafts.isOver(pick.get().approvalId())) {
            sender.answer(place, click.event(), new Draft.Text(result.words()));
            return;
        }
        Words words = Words.like(result.words());
        Draft fresh = drafts.card(pick.get().approvalId())
                .<Draft>map(card -> new Draft.Card(
                        result.words() + "\n" + words.say("again") + "\n\n" + card.text(),
                        card.approvalId(),
                        card.choices()))
                .orElseGet(() -> new Draft.Card(
                        result.words() + "\n" + words.say("again.short"),
                        pick.get().approvalId(),
                        List.of(Choice.ONCE, Choice.DENY)));
        sender.answer(place, click.event(), fresh);
    }

    /** The same person pressed the same thing a moment ago: the button says it, and a sentence would be one too many. */
    private boolean isOwn(Click click, AnswerResult.Already already) {
        Decision decision = already.approval().decision();
        return decision != null
                && decision.by() != null
                && decision.by().is(click.operator())
                && click.pick()
                        .filter(pick -> pick.choice() == decision.choice())
                        .isPresent()
                && decision.at().plus(JUST_NOW).isAfter(context.clock().instant());
    }
}
