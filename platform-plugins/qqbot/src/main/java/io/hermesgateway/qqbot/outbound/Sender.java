package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.outbound.ReplyLedger.Purpose;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries in the best way that is left: as an answer to the newest message of the chat, else to an older one, else
 * to a click, else out of the blue where the bot may, else as a reminder, else it waits for somebody to write. It needs no
 * connection for events, except for guilds, where QQ wants one.
 */
public final class Sender {
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final QqApi api;
    private final ReplyLedger ledger;
    private final Permissions permissions;
    private final Drafts drafts;
    private final Audits audits;
    private final BooleanSupplier connected;
    private final boolean reminders;

    Sender(Outgoing parts) {
        this.api = parts.api();
        this.ledger = parts.ledger();
        this.permissions = parts.permissions();
        this.drafts = parts.drafts();
        this.audits = parts.audits();
        this.connected = parts.connected();
        this.reminders = parts.reminders();
    }

    public SendResult send(Delivery delivery) {
        Optional<Place> place = Place.of(delivery.to());
        if (place.isEmpty()) {
            return new SendResult.Refused(KernelError.BAD_REQUEST, "QQ has no such kind of chat");
        }
        if (delivery.body() instanceof Body.Edit edit) {
            return edited(place.get(), edit);
        }
        Optional<Claim> before = ledger.claimOf(place.get(), delivery.id());
        if (before.isPresent() && !before.get().repeatable()) {
            return new SendResult.Uncertain("QQ did not say whether it arrived, and would show it twice");
        }
        if (!place.get().scope().modern() && !connected.getAsBoolean()) {
            return new SendResult.Later(MOMENT, "guilds take messages only from a bot that is connected");
        }
        Drafts.Made made = drafts.make(place.get(), delivery);
        if (made.instead() != null) {
            return made.instead();
        }
        learn(place.get(), delivery);
        return before.isPresent()
                ? again(delivery, before.get(), made.draft())
                : fresh(delivery, place.get(), made.draft());
    }

    /** What the kernel remembers of the newest message, for a ledger that was lost. */
    private void learn(Place place, Delivery delivery) {
        String id = delivery.route().get("msg_id");
        String at = delivery.route().getOrDefault("at", "");
        if (id != null && at.matches("\\d{1,15}")) {
            ledger.learn(place, id, false, Instant.ofEpochMilli(Long.parseLong(at)));
        }
    }

    /** It went out before and nobody knows what became of it: the same again, under the same number. */
    private SendResult again(Delivery delivery, Claim claim, Draft draft) {
        Posted posted = new Post(api, ledger, permissions, claim, draft, true).send();
        return posted instanceof Posted.Otherwise other
                ? new SendResult.Uncertain(other.why())
                : result(delivery, claim, posted);
    }

    private SendResult fresh(Delivery delivery, Place place, Draft draft) {
        Set<String> tried = new HashSet<>();
        String why = "nobody has written there lately, and the bot may not begin";
        Purpose purpose = delivery.body() instanceof Body.Prompt ? Purpose.QUESTION : Purpose.ANSWER;
        for (Claim claim = next(place, purpose, tried); claim != null; claim = next(place, purpose, tried)) {
            tried.add(claim.handle().isEmpty() ? claim.mode().name() : claim.handle());
            if (!ledger.keep(delivery.id(), claim)) {
                ledger.giveBack(claim);
                ledger.forget(place, delivery.id());
                return new SendResult.Later(MOMENT, "the journal takes nothing at the moment");
            }
            Posted posted = new Post(api, ledger, permissions, claim, draft, false).send();
            if (!(posted instanceof Posted.Otherwise other)) {
                return result(delivery, claim, posted);
            }
            ledger.forget(place, delivery.id());
            why = other.why();
        }
        return new SendResult.Parked(why);
    }

    private @Nullable Claim next(Place place, Purpose purpose, Set<String> tried) {
        Optional<Claim> answer = ledger.answer(place, purpose, tried);
        if (answer.isPresent()) {
            return answer.get();
        }
        if (!tried.contains(Claim.Mode.ACTIVE.name()) && permissions.mayBegin(place)) {
            return new Claim(place, Claim.Mode.ACTIVE, "", 0);
        }
        boolean reminder = reminders && place.scope() == Place.Scope.C2C;
        return reminder && !tried.contains(Claim.Mode.WAKEUP.name())
                ? new Claim(place, Claim.Mode.WAKEUP, "", 0)
                : null;
    }

    private SendResult result(Delivery delivery, Claim claim, Posted posted) {
        if (posted instanceof Posted.Doubt doubt) {
            return new SendResult.Uncertain(doubt.why());
        }
        ledger.forget(claim.place(), delivery.id());
        if (posted instanceof Posted.Done done) {
            drafts.sent(delivery);
            return new SendResult.Sent(done.messageId());
        }
        if (posted instanceof Posted.Examined examined) {
            audits.wait(examined.auditId(), delivery.id());
            return new SendResult.InAudit(examined.auditId());
        }
        ledger.giveBack(claim);
        return posted instanceof Posted.Later later
                ? new SendResult.Later(later.pause(), later.why())
                : new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, ((Posted.Refused) posted).why());
    }

    /**
     * QQ's messages cannot be changed. Buttons that were pressed look it; an end that came otherwise is said, when it
     * costs no answer that is needed.
     */
    private SendResult edited(Place place, Body.Edit edit) {
        if (edit.replacement() instanceof Body.Prompt prompt
                && prompt.approval().decision() != null) {
            drafts.over(prompt.approval().id());
            String via = prompt.approval().decision().via();
            boolean seen = via.equals("button") || via.equals("command");
            boolean withdrawn = prompt.approval().state() == ApprovalState.WITHDRAWN;
            if (!seen && !withdrawn) {
                extra(place, new Draft.Text(prompt.text()));
            }
        }
        return new SendResult.Sent(edit.messageId());
    }

    /** Says something of which nothing is lost when it cannot be said. */
    void extra(Place place, Draft draft) {
        ledger.answer(place, Purpose.EXTRA, Set.of())
                .ifPresent(claim -> new Post(api, ledger, permissions, claim, draft, false).send());
    }

    /** Answers an event with something of the adapter's own. */
    void answer(Place place, String eventId, Draft draft) {
        ledger.answerTo(place, eventId)
                .ifPresent(claim -> new Post(api, ledger, permissions, claim, draft, false).send());
    }
}
