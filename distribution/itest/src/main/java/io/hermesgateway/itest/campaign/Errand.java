package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Person;

/**
 * Something that a person of the busy demo wants, and how to know it again: its id stands in the answer, and in the
 * file of traces when a command ran.
 *
 * @param message the far side's id of the message
 */
record Errand(Kind kind, String id, Person who, String message) {
    enum Kind {
        ECHO,
        COMMAND,
        SLOW,
        CLICKED,
        TYPED,
        DENIED_BY_CLICK,
        DENIED_BY_WORD,
        LATE;

        boolean runs() {
            return this != ECHO;
        }

        boolean asks() {
            return this != ECHO && this != COMMAND && this != SLOW;
        }

        boolean denied() {
            return this == DENIED_BY_CLICK || this == DENIED_BY_WORD;
        }
    }

    /** The line that only the answer holds. */
    String mark() {
        return "mark-" + id;
    }
}
