package io.hermesgateway.spi.approval;

import io.hermesgateway.spi.message.Sender;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an approval ended.
 *
 * @param choice the person's choice; null unless a person answered
 * @param by the person; null unless a person answered
 * @param via {@code button}, {@code command}, {@code console}, {@code cli}, {@code api}, {@code policy} …
 * @param reason words of the person, or of the gateway
 */
public record Decision(
        ApprovalState state,
        @Nullable Choice choice,
        @Nullable Sender by,
        String via,
        @Nullable String reason,
        Instant at) {}
