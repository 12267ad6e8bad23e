package io.hermesgateway.core.inbox;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.outbox.Mail;
import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.core.turn.Sessions;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;

/**
 * What the inbox works with.
 *
 * @param commands where bundles publish further commands
 * @param restart restarts a platform account and says what became of it
 */
public record InboxParts(
        Ledger ledger,
        InboxRules rules,
        Pairing pairing,
        Desk desk,
        Conductor conductor,
        Mail mail,
        Ids ids,
        Sessions sessions,
        Registry commands,
        Restart restart) {

    /** Restarts one platform account. */
    public interface Restart {
        /** False when there is no such account. */
        boolean restart(String platformId, String who);
    }
}
