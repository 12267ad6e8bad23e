package io.hermesgateway.core.inbox;

import java.util.Set;

/** The platform account a message came through. */
public interface Account {
    /** The platform id. */
    String id();

    /** Who may talk to the agent through it, as configured now. */
    Access access();

    /**
     * The lists of one account. Ids are compared as they are; {@code *} in a list means everybody.
     *
     * @param users people
     * @param everybody whether no list is needed
     * @param groups chats, or people in chats: the variables that fill it mean one or the other, an id never both
     * @param admins people who may also use the commands of admins
     * @param pairs whether a stranger who writes directly gets a pairing code
     * @param direct whether people may write directly at all
     * @param grouped whether groups are served at all
     */
    record Access(
            Set<String> users,
            boolean everybody,
            Set<String> groups,
            Set<String> admins,
            boolean pairs,
            boolean direct,
            boolean grouped) {

        public static final Access NOBODY = new Access(Set.of(), false, Set.of(), Set.of(), false, false, false);

        public Access {
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
            admins = Set.copyOf(admins);
        }
    }
}
