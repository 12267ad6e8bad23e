package io.hermesgateway.qqbot.outbound;

import java.time.Duration;

/** What came of one attempt to send under one claim. */
sealed interface Posted {
    /** QQ has it. */
    record Done(String messageId) implements Posted {}

    /** QQ's examiners have it. */
    record Examined(String auditId) implements Posted {}

    /** Not in this way; the next may do. */
    record Otherwise(String why) implements Posted {}

    /** Surely not taken, and later it may be. */
    record Later(Duration pause, String why) implements Posted {}

    record Refused(String why) implements Posted {}

    /** Nobody can tell whether QQ has it. */
    record Doubt(String why) implements Posted {}
}
