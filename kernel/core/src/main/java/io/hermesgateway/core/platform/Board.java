package io.hermesgateway.core.platform;

import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.Rows;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How one account is observed to be. Read without a lock by whoever asks. */
final class Board {
    private final InstantSource clock;
    private volatile View view = new View(PlatformState.OFFLINE, "", null, null, null, 0);

    Board(InstantSource clock) {
        this.clock = clock;
    }

    /** One look at it; {@code downSince} only while it tries to connect. */
    record View(
            PlatformState state,
            String detail,
            @Nullable Instant downSince,
            @Nullable Instant heard,
            @Nullable Instant proven,
            int connects) {
        boolean works() {
            return state == PlatformState.ONLINE || state == PlatformState.DEGRADED;
        }

        /** Whether it is of use to hand it something: one that cannot hear any more may still be able to speak. */
        boolean mayCarry() {
            return works() || state == PlatformState.NEEDS_LOGIN;
        }

        /** Whether only a person helps. */
        boolean waitsForAPerson() {
            return state == PlatformState.FAILED || state == PlatformState.NEEDS_LOGIN;
        }

        Rows.Platform row(String id, String plugin, String wanted, int pending) {
            return new Rows.Platform(
                    id, plugin, wanted, state.word(), detail, text(heard), text(proven), connects, pending);
        }

        private static @Nullable String text(@Nullable Instant at) {
            return at == null ? null : at.toString();
        }
    }

    View view() {
        return view;
    }

    /** Shows the state and returns what was shown before. */
    synchronized View show(PlatformState state, String detail) {
        View before = view;
        Instant now = clock.instant();
        boolean trying = state == PlatformState.CONNECTING || state == PlatformState.OFFLINE;
        boolean connected = state == PlatformState.ONLINE && before.state() != PlatformState.ONLINE;
        Instant down = before.downSince() == null ? now : before.downSince();
        view = new View(
                state,
                detail,
                trying ? down : null,
                before.heard(),
                connected ? now : before.proven(),
                before.connects() + (connected ? 1 : 0));
        return before;
    }

    /** A sign of life of the far side; a message is one too. */
    synchronized void proven(boolean byMessage) {
        View v = view;
        Instant now = clock.instant();
        view = new View(v.state(), v.detail(), v.downSince(), byMessage ? now : v.heard(), now, v.connects());
    }
}
