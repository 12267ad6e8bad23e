package io.hermesgateway.qqbot.link;

/** What a close code of QQ means for the session and for the next attempt. */
public enum CloseRule {
    /** Rotation, a drained server, a broken line: nothing is wrong, the session goes on. */
    RESUME(true, Next.SOON),
    /** The token wore out; the session goes on with a new one. */
    NEW_TOKEN(true, Next.BACK_OFF),
    /** Refused at the moment, and the session goes on. */
    LATER(true, Next.BACK_OFF),
    /** Too much was sent. */
    SLOW_DOWN(true, Next.MINUTE),
    /** The session is gone, or somebody else took it over. */
    IDENTIFY(false, Next.BACK_OFF),
    /** Our own mistake; more of the same would not help. */
    BUG(false, Next.RARELY),
    BAD_SHARD(false, Next.RARELY),
    INTENTS(false, Next.RARELY),
    BOT_OFFLINE(false, Next.RARELY),
    BOT_BANNED(false, Next.RARELY);

    /** When to try again. */
    public enum Next {
        SOON,
        BACK_OFF,
        MINUTE,
        /** Every ten minutes: what is wrong is changed by people. */
        RARELY
    }

    private final boolean keepsSession;
    private final Next next;

    CloseRule(boolean keepsSession, Next next) {
        this.keepsSession = keepsSession;
        this.next = next;
    }

    public static CloseRule of(int code) {
        return switch (code) {
            case 4001, 4002 -> BUG;
            case 4003, 4005, 4006, 4007 -> IDENTIFY;
            case 4004 -> NEW_TOKEN;
            case 4008 -> SLOW_DOWN;
            case 4010, 4011, 4012 -> BAD_SHARD;
            case 4013, 4014 -> INTENTS;
            case 4914 -> BOT_OFFLINE;
            case 4915 -> BOT_BANNED;
            default -> code >= 4900 && code <= 4913 ? IDENTIFY : RESUME;
        };
    }

    public boolean keepsSession() {
        return keepsSession;
    }

    public Next next() {
        return next;
    }

    /** What people must do, where only they can help; empty otherwise. */
    public String trouble() {
        return switch (this) {
            case BUG -> "QQ did not understand this gateway; please report it with the log.";
            case BAD_SHARD -> "QQ refuses how the connection was asked for; please report it with the log.";
            case INTENTS -> "QQ does not grant this bot one of the kinds of events it asks for.";
            case BOT_OFFLINE -> "The bot is offline at QQ, or may be used in the sandbox only: publish it on q.qq.com.";
            case BOT_BANNED -> "QQ has banned the bot.";
            default -> "";
        };
    }
}
