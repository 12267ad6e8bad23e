package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Verdict;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts one message under one claim. It is repeated only where QQ drops repeats, under the same number; what QQ does not
 * like about its looks is changed. As soon as one attempt was not answered, "it was there before" means that it arrived.
 */
final class Post {
    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final int ATTEMPTS = 3;
    private static final int CHANGES = 4;
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final QqApi api;
    private final ReplyLedger ledger;
    private final Permissions permissions;

    private Claim claim;
    private Draft draft;
    private boolean doubt;

    /**
     * @param doubt whether the same was sent before without an answer
     */
    Post(QqApi api, ReplyLedger ledger, Permissions permissions, Claim claim, Draft draft, boolean doubt) {
        this.api = api;
        this.ledger = ledger;
        this.permissions = permissions;
        this.claim = claim;
        this.draft = permissions.allowed(draft, claim.place());
        this.doubt = doubt;
    }

    Posted send() {
        Posted result = new Posted.Refused("QQ does not take it in any form");
        for (int change = 0; change < CHANGES; change++) {
            Reply reply = post();
            Verdict verdict = reply.answered() ? reply.verdict() : Verdict.BROKEN;
            result = reply.answered() ? judge(reply, verdict) : unanswered(reply);
            if (!change(verdict)) {
                return result;
            }
            LOG.debug("sent again in another form: {}", reply.words());
        }
        return result;
    }

    private Reply post() {
        Reply reply = Reply.neverLeft("not sent");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            reply = api.post(
                    claim.place().messages(), claim.on(draft.body(claim.place().scope())));
            boolean broken = reply.answered() && reply.verdict() == Verdict.BROKEN;
            if ((reply.answered() && !broken) || reply.fate() == Reply.Fate.NEVER_LEFT) {
                return reply;
            }
            doubt = true;
            if (!claim.repeatable()) {
                return reply;
            }
        }
        return reply;
    }

    private Posted unanswered(Reply reply) {
        return doubt ? new Posted.Doubt(reply.words()) : new Posted.Later(Duration.ZERO, reply.words());
    }

    /** Changes what QQ did not like; false when there is nothing to change. */
    private boolean change(Verdict verdict) {
        Draft before = draft;
        switch (verdict) {
            case NO_KEYBOARD, NO_MARKDOWN -> {
                permissions.refused(verdict, claim.place());
                draft = draft.plain();
            }
            case LINK -> draft = draft.defanged();
            case DUPLICATE -> {
                if (!doubt && claim.repeatable()) {
                    claim = ledger.renumbered(claim);
                    return true;
                }
            }
            default -> {
                return false;
            }
        }
        return !draft.equals(before);
    }

    private Posted judge(Reply reply, Verdict verdict) {
        String why = reply.words();
        return switch (verdict) {
            case OK -> new Posted.Done(reply.body().path("id").asText(""));
            case DUPLICATE -> doubt ? new Posted.Done("") : new Posted.Otherwise(why);
            case AUDIT ->
                new Posted.Examined(reply.body()
                        .path("data")
                        .path("message_audit")
                        .path("audit_id")
                        .asText(""));
            case HANDLE_GONE, LIMIT, NOT_ACTIVE -> otherwise(verdict, why);
            case BUSY -> later(reply.pause().isZero() ? BUSY : reply.pause(), why);
            case NOT_CONNECTED -> later(BUSY, why);
            case TOKEN, HICCUP, ADDRESS -> later(MINUTE, why);
            case BROKEN -> new Posted.Doubt(why);
            default -> new Posted.Refused(why);
        };
    }

    private Posted later(Duration pause, String why) {
        return doubt ? new Posted.Doubt(why) : new Posted.Later(pause, why);
    }

    private Posted otherwise(Verdict verdict, String why) {
        if (verdict == Verdict.NOT_ACTIVE) {
            permissions.refused(verdict, claim.place());
        }
        ledger.dead(claim);
        return doubt ? new Posted.Doubt(why) : new Posted.Otherwise(why);
    }
}
