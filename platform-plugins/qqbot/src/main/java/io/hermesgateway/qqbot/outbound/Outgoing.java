package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.inbound.Reading;
import io.hermesgateway.spi.platform.PlatformContext;
import java.net.http.HttpClient;
import java.util.function.BooleanSupplier;

/** Everything that one account needs to send, put together. */
public record Outgoing(
        PlatformContext context,
        QqApi api,
        ReplyLedger ledger,
        Permissions permissions,
        Drafts drafts,
        Audits audits,
        BooleanSupplier connected,
        boolean reminders) {

    /**
     * @param client for the parts of large files, which go to addresses of their own
     * @param connected whether the bot is connected for events
     * @param reminders whether the bot may remind people who have been silent for long
     */
    public static Outgoing of(
            PlatformContext context, QqApi api, HttpClient client, BooleanSupplier connected, boolean reminders) {
        Uploads uploads = new Uploads(api, new Parts(client), context.clock(), context.tasks());
        return new Outgoing(
                context,
                api,
                new ReplyLedger(context),
                new Permissions(context.clock()),
                new Drafts(uploads, context.clock()),
                new Audits(context),
                connected,
                reminders);
    }

    public Sender sender() {
        return new Sender(this);
    }

    public Typing typing() {
        return new Typing(context, api, ledger);
    }

    public Notices notices(Sender sender) {
        return new Notices(context, ledger, drafts, sender);
    }

    /** Somebody wrote there. */
    public void wrote(Place place, String messageId) {
        ledger.learn(place, messageId, false, context.clock().instant());
    }

    /** Something happened there that may be answered. */
    public void opening(Place place, String eventId) {
        ledger.learn(place, eventId, true, context.clock().instant());
        context.opened(place.conversation(context.platformId()));
    }

    public void audited(Reading.Audited audited) {
        audits.decided(audited.auditId(), audited.passed(), audited.messageId());
    }
}
