package io.hermesgateway.simulators.weixin;

import io.hermesgateway.simulators.Knobs;
import java.time.Duration;

/** What can be turned on this far side; the usual values are those of the real one, as far as anybody knows them. */
final class Habits {
    static final String PREFIX = "weixin.";

    private final Knobs knobs;

    Habits(Knobs knobs) {
        this.knobs = knobs;
    }

    static void declare(Knobs knobs) {
        declarePolls(knobs);
        declareSends(knobs);
        declareLogin(knobs);
    }

    private static void declarePolls(Knobs knobs) {
        knobs.declare(
                "weixin.strict", false, "400 for wrong headers and 'prepare failed' for extra fields, not only a note");
        knobs.declare(
                "weixin.hold_ms", 25_000, "how long a poll without messages is held, at most 5 s less than advertised");
        knobs.declare(
                "weixin.advertised_ms",
                35_000,
                "longpolling_timeout_ms, the wait that the client is told; 0 says nothing");
        knobs.declare("weixin.batch", 50, "messages in one answer to a poll, at most");
        knobs.declare("weixin.linger_ms", 150, "a woken poll waits so long for more, so that there are batches");
        knobs.declare(
                "weixin.overlap",
                "both",
                "two polls at a time: both | steal (the older is empty) | kick (the older gets -14)");
        knobs.declare("weixin.first", "oldest", "where an empty cursor begins: oldest | now");
        knobs.declare("weixin.bad_cursor", "error", "a cursor that was never handed out: error | oldest");
        knobs.declare("weixin.retained", 10_000, "messages kept for a bot");
        knobs.declare("weixin.idle_ms", 0, "the channel goes stale after so long without poll and message; 0 never");
        knobs.declare("weixin.idle_starts", 1, "notifyStarts that cure a stale channel; -1: only a new login does");
        knobs.declare("weixin.stale_sends", false, "a stale channel refuses sends and typing as well");
        knobs.declare("weixin.stale_shape", "errcode", "how -14 looks: errcode | ret | both");
        knobs.declare(
                "weixin.revoke_after_ms",
                0,
                "so long the old token still works after the same person bound another bot");
        knobs.declare("weixin.id_as_text", false, "message ids as text, not as numbers beyond 2^53");
        knobs.declare("weixin.duplicates", "no", "every message a second time 1 s later: no | same (id) | new (id)");
    }

    private static void declareSends(Knobs knobs) {
        knobs.declare("weixin.window_sends", 10, "sends after each message of the person");
        knobs.declare(
                "weixin.window_ms",
                Duration.ofHours(24).toMillis(),
                "how long after the person's message a bot may send");
        knobs.declare("weixin.window_error", "prepare failed", "what is said when the window is used up; may be empty");
        knobs.declare("weixin.old_token", "refuse", "a context token older than the newest: refuse | accept");
        knobs.declare("weixin.no_token", "drop", "a send without context token: drop (silently) | refuse | accept");
        knobs.declare("weixin.send_gap_ms", 0, "faster sends of one bot are 'rate limited'");
        knobs.declare("weixin.same_client_id", "accept", "a client_id seen before: accept (again) | dedupe");
        knobs.declare("weixin.text_limit", 2_000, "longer texts are cut, silently");
        knobs.declare("weixin.progress_counts", true, "tool progress counts as a send, though nobody sees it");
        knobs.declare(
                "weixin.upload_full_url",
                true,
                "getuploadurl answers with a whole URL; otherwise with upload_param alone");
        knobs.declare("weixin.download_full_url", true, "media of people carry full_url");
        knobs.declare("weixin.ticket_ms", Duration.ofMinutes(10).toMillis(), "how long a typing ticket is good");
        knobs.declare("weixin.typing_stuck_ms", 15_000, "typing that is shown so long without repetition is stuck");
    }

    private static void declareLogin(Knobs knobs) {
        knobs.declare("weixin.qr_hold_ms", 25_000, "how long the question for a QR code's status is held");
        knobs.declare("weixin.qr_ttl_ms", Duration.ofMinutes(5).toMillis(), "how long a QR code can be scanned");
        knobs.declare("weixin.verify_code", "", "new QR codes ask for this number after the scan");
        knobs.declare("weixin.redirect_host", "", "new QR codes send the client to this host after the scan");
        knobs.declare("weixin.same_bot", false, "the same person gets the same bot id again");
        knobs.declare("weixin.auto_login", "", "this person scans and confirms every new QR code at once");
    }

    String text(String name) {
        return knobs.text(PREFIX + name);
    }

    boolean is(String name, String value) {
        return text(name).equals(value);
    }

    boolean on(String name) {
        return knobs.flag(PREFIX + name);
    }

    int number(String name) {
        return Math.toIntExact(knobs.number(PREFIX + name));
    }

    Duration span(String name) {
        return Duration.ofMillis(knobs.number(PREFIX + name));
    }
}
