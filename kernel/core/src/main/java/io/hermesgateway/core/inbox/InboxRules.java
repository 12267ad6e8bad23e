package io.hermesgateway.core.inbox;

import java.util.Set;

/** What the operator configured for all platforms; asked for each message, so that a change counts at once. */
public interface InboxRules {
    /** People who may talk to the agent on every platform. */
    Set<String> allowedUsers();

    /** Whether everybody may where no list of any kind is set. */
    boolean allowAllUsers();

    /** Whether each member of a group has a conversation of their own. */
    boolean groupSessionsPerUser();

    /** Whether each member of a thread has one. */
    boolean threadSessionsPerUser();

    /** What a message does that arrives while a turn works. */
    Busy busy();

    /** The ways to treat a message that arrives while a turn works. */
    enum Busy {
        /** It becomes the next turn. */
        QUEUE,
        /** It becomes the next turn, at once: the running one is stopped. */
        INTERRUPT,
        /** The running turn hears of it. */
        STEER
    }
}
