package io.hermesgateway.qqbot.link;

import java.time.Instant;

/**
 * A look at a connection, for the doctor.
 *
 * @param remote where the socket goes to; empty without one
 * @param frameAt when something was heard last
 * @param lastEnd why the last one ended
 * @param intentsRefused whether the last login failed because of what was asked for
 */
public record LinkView(
        Phase phase, String remote, Instant frameAt, int connects, String lastEnd, boolean intentsRefused) {}
