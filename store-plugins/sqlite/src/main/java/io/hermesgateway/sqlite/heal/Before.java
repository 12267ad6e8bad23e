package io.hermesgateway.sqlite.heal;

/**
 * What is known of the time before.
 *
 * @param known whether there was a database at this place
 * @param here whether this process had it open: then whatever takes its place is set aside, not refused
 * @param version the version of its schema; zero when that is not known
 * @param applied the last fact that it had; zero when that is not known
 */
record Before(boolean known, boolean here, int version, long applied) {}
