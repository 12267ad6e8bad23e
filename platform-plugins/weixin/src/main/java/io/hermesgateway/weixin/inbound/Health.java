package io.hermesgateway.weixin.inbound;

import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.weixin.Words;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the account is, for the board and for the doctor. */
public final class Health {
    private final PlatformContext context;
    private final Words words = Words.ofMachine();
    private volatile PlatformState state = PlatformState.CONNECTING;
    private volatile @Nullable Instant polled;
    private volatile @Nullable Instant moved;
    private volatile String trouble = "";

    public Health(PlatformContext context) {
        this.context = context;
    }

    /** @param key of the sentence; empty when all is well */
    public synchronized void show(PlatformState now, String key, Object... values) {
        String detail = key.isEmpty() ? "" : words.say(key, values);
        if (!detail.isEmpty()) {
            trouble = detail;
        }
        state = now;
        context.report(now, detail);
    }

    /** A poll was answered. */
    void polled() {
        polled = context.clock().instant();
        context.proofOfLife();
    }

    void moved() {
        moved = context.clock().instant();
    }

    public PlatformState state() {
        return state;
    }

    public @Nullable Instant lastPoll() {
        return polled;
    }

    public @Nullable Instant cursorMoved() {
        return moved;
    }

    /** The last thing that was wrong, in words; empty when nothing was. */
    public String lastTrouble() {
        return trouble;
    }
}
