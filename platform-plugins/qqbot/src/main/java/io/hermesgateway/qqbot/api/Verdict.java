package io.hermesgateway.qqbot.api;

import java.util.Locale;
import java.util.Map;

/** What an answer of QQ means for the caller. QQ says it in numbers, sometimes only in words. */
public enum Verdict {
    OK,
    /** Accepted, and a person of QQ looks at it first. */
    AUDIT,
    /** The token is missing, wrong or worn out. */
    TOKEN,
    /** Their own login service stumbles. */
    HICCUP,
    /** This machine's address is not on the bot's list. */
    ADDRESS,
    /** The bot may not use this interface. */
    FORBIDDEN,
    BANNED,
    /** The message that is answered is too old, unknown or not ours. */
    HANDLE_GONE,
    /** No more answers to this message. */
    LIMIT,
    /** A message with this number was accepted before. */
    DUPLICATE,
    /** The bot may not begin to talk here. */
    NOT_ACTIVE,
    NO_KEYBOARD,
    NO_MARKDOWN,
    /** An address in the text is not registered for the bot. */
    LINK,
    /** Sensitive or empty content. */
    CONTENT,
    /** Too many calls. */
    BUSY,
    /** Guilds want the bot to be connected. */
    NOT_CONNECTED,
    MEDIA,
    QUOTA,
    NOT_READY,
    /** Their side failed; it may have been done all the same. */
    BROKEN,
    REFUSED;

    private static final Map<Integer, Verdict> CODES = Map.ofEntries(
            Map.entry(11241, TOKEN),
            Map.entry(11243, TOKEN),
            Map.entry(11244, TOKEN),
            Map.entry(11242, HICCUP),
            Map.entry(11252, HICCUP),
            Map.entry(11263, HICCUP),
            Map.entry(11281, HICCUP),
            Map.entry(11253, FORBIDDEN),
            Map.entry(11254, FORBIDDEN),
            Map.entry(11298, ADDRESS),
            Map.entry(40023002, ADDRESS),
            Map.entry(11265, BANNED),
            Map.entry(22009, LIMIT),
            Map.entry(40054005, DUPLICATE),
            Map.entry(40034024, HANDLE_GONE),
            Map.entry(40034025, HANDLE_GONE),
            Map.entry(304026, HANDLE_GONE),
            Map.entry(304027, HANDLE_GONE),
            Map.entry(40034102, NOT_ACTIVE),
            Map.entry(40034105, NOT_ACTIVE),
            Map.entry(304045, NOT_ACTIVE),
            Map.entry(304046, NOT_ACTIVE),
            Map.entry(304047, NOT_ACTIVE),
            Map.entry(304048, NOT_ACTIVE),
            Map.entry(304049, NOT_ACTIVE),
            Map.entry(304050, NOT_ACTIVE),
            Map.entry(304037, NO_KEYBOARD),
            Map.entry(304038, NO_KEYBOARD),
            Map.entry(304039, NO_KEYBOARD),
            Map.entry(304040, NO_KEYBOARD),
            Map.entry(304057, NO_KEYBOARD),
            Map.entry(40034090, NO_MARKDOWN),
            Map.entry(50041, NO_MARKDOWN),
            Map.entry(50054, NO_MARKDOWN),
            Map.entry(50055, NO_MARKDOWN),
            Map.entry(50056, NO_MARKDOWN),
            Map.entry(50057, NO_MARKDOWN),
            Map.entry(304003, LINK),
            Map.entry(50006, CONTENT),
            Map.entry(1100100, BUSY),
            Map.entry(1100101, CONTENT),
            Map.entry(1100103, CONTENT),
            Map.entry(20028, BUSY),
            Map.entry(304018, NOT_CONNECTED),
            Map.entry(304023, AUDIT),
            Map.entry(304024, AUDIT),
            Map.entry(304082, MEDIA),
            Map.entry(304083, MEDIA),
            Map.entry(40093001, NOT_READY),
            Map.entry(40093002, QUOTA));

    /** The meaning of an answer with this status, code and words. */
    public static Verdict of(int status, int code, int otherCode, String message) {
        if (status >= 200 && status < 300 && code == 0) {
            return OK;
        }
        Verdict known = CODES.getOrDefault(code, CODES.get(otherCode));
        if (known != null) {
            return known;
        }
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("msg_id") && (words.contains("过期") || words.contains("expired"))) {
            return HANDLE_GONE;
        }
        if (words.contains("reply msg exceed limit") || words.contains("msg limit exceed")) {
            return LIMIT;
        }
        if (words.contains("消息被去重")) {
            return DUPLICATE;
        }
        return byStatus(status, code);
    }

    private static Verdict byStatus(int status, int code) {
        if (status == 401) {
            return TOKEN;
        }
        if (status == 429) {
            return BUSY;
        }
        if (status >= 500) {
            return BROKEN;
        }
        return status >= 200 && status < 300 && code == 0 ? OK : REFUSED;
    }
}
