package io.hermesgateway.simulators.qq;

import io.hermesgateway.simulators.Knobs;

/** The faults and habits of this far side. */
final class QqKnobs {
    static final String PREFIX = "qqbot.";

    private final Knobs knobs;

    QqKnobs(Knobs knobs) {
        this.knobs = knobs;
        declareTokens();
        declareGateway();
        declareFrames();
        declareMessages();
        declareKeyboards();
    }

    private void declareTokens() {
        declare("token_seconds", 7200, "how long an access token lives");
        declare("token_fail", 0, "the next n token requests are answered with a code");
        declare("token_fail_code", 100001, "that code");
        declare("token_hang", 0, "the next n token requests are never answered");
        declare("token_502", 0, "the next n token requests get an HTML page and 502");
        declare("ip_allowed", true, "false: every call is refused with 11298");
        declare("bot_state", "ok", "ok, offline (close 4914) or banned (close 4915, calls 11265)");
        declare("api_500", 0, "the next n calls get an HTML page and 500, nothing is done");
        declare("api_429", 0, "the next n calls are answered 429 with Retry-After");
        declare("retry_after", 2, "what Retry-After says");
        declare("api_reset", 0, "the next n calls end with a TCP reset, nothing is done");
        declare("api_hang", 0, "the next n calls are never answered, nothing is done");
        declare("api_401", 0, "the next n calls are answered 401 with 11244");
    }

    private void declareGateway() {
        declare("granted_intents", Intents.USUAL, "bits of the events this bot may ask for");
        declare("refuse_intents", 4903, "what asking for others brings: 4903 (after op 9 false) or 4014");
        declare("shards", 1, "what /gateway/bot suggests");
        declare("starts_per_day", 1000, "how many sessions may be started in 24 hours");
        declare("max_concurrency", 1, "how many sessions may be started in 5 seconds, as announced");
        declare("enforce_concurrency", false, "whether that is enforced");
        declare("start_limit_answer", "op9", "what too many starts bring: op9 (true, then closed) or 4008");
        declare("auth_seconds", 20, "a socket that has said nothing by then is closed with 4009");
        declare("session_seconds", 1800, "how long a session without a socket can be resumed");
        declare("ring", 20_000, "how many events a session keeps for a resume");
        declare("unknown_session", "both", "what resuming an unknown session brings: both (op 9, 4006), op9 or 4006");
        declare("after_identify", "lose", "events that nobody was there for: lose, or deliver to the next session");
        declare("deliver_to", "all", "all sessions of the bot, or only the newest");
        declare("rotate_seconds", 0, "op 7 so many seconds after READY or RESUMED, again and again; 0 never");
        declare("silent_after_seconds", 0, "sessions older than this get nothing, though RESUMED comes; 0 never");
        declare("upgrade_502", 0, "the next n WebSocket handshakes get 502");
        declare("resume_refused", 0, "the next n resumes are closed with 4006");
        declare("auth_refused", 0, "the next n identifies and resumes are closed with 4004");
    }

    private void declareFrames() {
        declare("heartbeat_ms", 41_250, "the interval that Hello announces");
        declare("heartbeat_factor", 2.0, "so many intervals without a heartbeat end in 4009");
        declare("hello_delay_ms", 0, "how late Hello is");
        declare("ack", true, "whether heartbeats are answered");
        declare("ready_delay_ms", 0, "how late READY and RESUMED are");
        declare("duplicate_next", 0, "the next n events are sent twice");
        declare("reorder_next", 0, "the next n events are each sent after the one that follows");
        declare("replay_extra", 0, "a resume replays so many events that were acknowledged before");
        declare("frames", "text", "text, split (three frames an event) or binary");
    }

    private void declareMessages() {
        declare("replies_per_handle", 5, "passive messages for one msg_id or event_id");
        declare("c2c_minutes", 60, "how long a private message can be replied to");
        declare("group_minutes", 5, "how long a message in a group or guild can be replied to");
        declare("expired_code", 40034025, "the code beside the words for an expired msg_id");
        declare("event_id", "envelope", "what event_id means: envelope, data or both");
        declare("active", "off", "active messages: off, on, or quota:N for each conversation");
        declare("markdown", true, "whether the bot may send markdown");
        declare("keyboard", true, "whether the bot may send keyboards of its own");
        declare("max_text", 5000, "longer text is refused");
        declare("refuse_urls", false, "whether text with a URL is refused with 304003");
        declare("media_needs_content", true, "whether a media message without content is refused");
        declare("audit", false, "whether messages are held for an audit (202)");
        declare("send_commit_reset", 0, "the next n messages are delivered, but the connection is reset");
        declare("send_commit_hang", 0, "the next n messages are delivered, but never answered");
        declare("send_delay_ms", 0, "messages are delivered at once, but answered so much later");
        declare("send_commit_500", 0, "the next n messages are delivered, but answered with 500");
        declare("send_risk", 0, "the next n messages are refused with 1100101");
        declare("upload_quota", "open", "open, or spent (40093002)");
        declare("part_not_ready", 0, "the next n upload_part_finish are answered 40093001");
    }

    private void declareKeyboards() {
        declare("permission_0", "strict", "buttons for named people: strict, lenient (everyone) or broken (nobody)");
        declare("stay_grey", false, "true: a refused click leaves the button grey all the same");
        declare("ack_seconds", 5, "how long a click waits for its answer");
        declare(
                "click_operator",
                "full",
                "where a click names who clicked: full, resolved (only data.resolved.user_id)");
        declare("click_scene", true, "whether a click says its scene");
    }

    private void declare(String name, Object usual, String about) {
        knobs.declare(PREFIX + name, usual, about);
    }

    String text(String name) {
        return knobs.text(PREFIX + name);
    }

    boolean is(String name, String value) {
        return text(name).equals(value);
    }

    long number(String name) {
        return knobs.number(PREFIX + name);
    }

    double factor(String name) {
        return Double.parseDouble(text(name));
    }

    boolean flag(String name) {
        return knobs.flag(PREFIX + name);
    }

    boolean take(String name) {
        return knobs.take(PREFIX + name);
    }
}
