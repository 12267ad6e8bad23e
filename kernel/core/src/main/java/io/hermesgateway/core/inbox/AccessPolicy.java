package io.hermesgateway.core.inbox;

import io.hermesgateway.core.inbox.Account.Access;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.Sender;
import java.util.Set;

/**
 * Who may talk to the agent. Nobody may by default. Judged for every message, on the identity that the platform vouches
 * for, with the lists as they are now.
 */
public final class AccessPolicy {
    private final InboxRules rules;
    private final Pairing pairing;

    public AccessPolicy(InboxRules rules, Pairing pairing) {
        this.rules = rules;
        this.pairing = pairing;
    }

    /** What becomes of a message. */
    public enum Verdict {
        ADMITTED,
        /** A stranger who may ask for a pairing code. */
        PAIRS,
        /** Not answered at all. */
        IGNORED
    }

    public Verdict judge(Account account, InboundMessage message) {
        Access access = account.access();
        boolean direct = message.conversation().kind() == Conversation.Kind.DM;
        boolean served = direct ? access.direct() : access.grouped();
        if (!served || message.sender().userId().isBlank()) {
            return Verdict.IGNORED;
        }
        if (admitted(account, message)) {
            return Verdict.ADMITTED;
        }
        return direct && access.pairs() ? Verdict.PAIRS : Verdict.IGNORED;
    }

    /** Admins are those who are named so; where nobody is, those who were let in by name. */
    public boolean admin(Account account, Sender sender) {
        Access access = account.access();
        return access.admins().isEmpty()
                ? named(access.users(), sender)
                        || named(rules.allowedUsers(), sender)
                        || pairing.approved(account.id(), sender)
                : named(access.admins(), sender);
    }

    private boolean admitted(Account account, InboundMessage message) {
        Access access = account.access();
        Sender sender = message.sender();
        Conversation place = message.conversation();
        boolean byGroup = place.kind() != Conversation.Kind.DM
                && (access.groups().contains(place.chatId()) || listed(access.groups(), sender));
        if (byGroup || access.everybody() || named(access.admins(), sender)) {
            return true;
        }
        if (listed(access.users(), sender) || listed(rules.allowedUsers(), sender)) {
            return true;
        }
        boolean noList = access.users().isEmpty()
                && access.groups().isEmpty()
                && rules.allowedUsers().isEmpty();
        return (noList && rules.allowAllUsers()) || pairing.approved(account.id(), sender);
    }

    private static boolean listed(Set<String> list, Sender sender) {
        return list.contains("*") || named(list, sender);
    }

    private static boolean named(Set<String> list, Sender sender) {
        String other = sender.altId();
        return list.contains(sender.userId()) || (other != null && list.contains(other));
    }
}
