package io.hermesgateway.spi.approval;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's answer to an approval.
 *
 * @param approvalId the id, never a guess
 * @param where the chat in which the answer was given, null for console, command line and API
 * @param via see {@link Decision#via}
 * @param reason words that go with a denial
 */
public record Answer(
        String approvalId,
        Choice choice,
        Sender by,
        @Nullable Conversation where,
        String via,
        @Nullable String reason) {
    public Answer {
        Objects.requireNonNull(approvalId, "approvalId");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(via, "via");
    }
}
