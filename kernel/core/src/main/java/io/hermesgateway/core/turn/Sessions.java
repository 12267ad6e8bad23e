package io.hermesgateway.core.turn;

import io.hermesgateway.core.ledger.OpenTurn;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Ids;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which session a conversation is in. A session is one incarnation of a conversation; its id is also a file name. */
public final class Sessions {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

    private static final String CONTINUED = "continued";

    private final Ids ids;
    private final InstantSource clock;

    public Sessions(Ids ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    public String freshId() {
        return STAMP.format(clock.instant().atZone(ZoneId.systemDefault())) + "_"
                + ids.next().substring(0, 8);
    }

    /** The session of the conversation; a new one is opened with a fact added to the list. */
    public String current(State state, Conversation conversation, List<? super Fact.SessionOpened> facts) {
        String current = state.session(conversation);
        return current != null ? current : open(conversation, null, "first message", facts);
    }

    /** The session that goes on for this one when its talk had become too long; itself when it goes on itself. */
    static String tip(State state, String session) {
        String tip = session;
        for (String next = session; next != null; next = state.preference("session/" + tip, CONTINUED)) {
            tip = next;
        }
        return tip;
    }

    /** A session ends and its child goes on; whoever still names the old one reaches the new one. */
    String carryOn(State state, OpenTurn turn, List<Fact> facts) {
        String old = tip(state, turn.sessionId);
        String child = open(turn.conversation, old, State.COMPRESSED, facts);
        facts.add(new Fact.PreferenceSet("session/" + old, CONTINUED, child));
        return child;
    }

    public String open(
            Conversation conversation, @Nullable String parent, String why, List<? super Fact.SessionOpened> facts) {
        String id = freshId();
        facts.add(new Fact.SessionOpened(id, conversation, parent, why));
        return id;
    }
}
