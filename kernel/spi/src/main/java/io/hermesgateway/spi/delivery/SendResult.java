package io.hermesgateway.spi.delivery;

import io.hermesgateway.spi.error.ErrorCode;
import java.time.Duration;
import java.util.Objects;

/** What the far side said to a delivery. A platform that cannot tell returns {@code Uncertain}, never a guess. */
public sealed interface SendResult {
    /** Accepted by the far side, with its id of the message (the evidence); empty where it gives none. */
    record Sent(String messageId) implements SendResult {
        public Sent {
            Objects.requireNonNull(messageId, "messageId");
        }
    }

    /** Surely not accepted; trying again is of use. A zero pause leaves it to the kernel's schedule. */
    record Later(Duration pause, String why) implements SendResult {}

    /** Surely not accepted; it must wait for the far side's next opening, see {@code PlatformContext.opened}. */
    record Parked(String why) implements SendResult {}

    /** It was written and no answer came. */
    record Uncertain(String why) implements SendResult {}

    /** Accepted for examination; the platform reports the end with {@code PlatformContext.settled}. */
    record InAudit(String auditId) implements SendResult {}

    /** Refused for good. */
    record Refused(ErrorCode code, String why) implements SendResult {}
}
