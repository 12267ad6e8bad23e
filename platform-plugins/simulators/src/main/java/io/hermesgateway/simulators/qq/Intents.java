package io.hermesgateway.simulators.qq;

import java.util.Map;

/** Which bit subscribes to which events. */
final class Intents {
    static final long INTERACTION = 1L << 26;
    private static final long GUILDS = 1L;
    private static final long MEMBERS = 1L << 1;
    private static final long GUILD_MESSAGES = 1L << 9;
    private static final long REACTIONS = 1L << 10;
    private static final long DIRECT = 1L << 12;
    private static final long CHATS = 1L << 25;
    private static final long AUDIT = 1L << 27;
    private static final long FORUMS = 1L << 28;
    private static final long AUDIO = 1L << 29;
    private static final long PUBLIC = 1L << 30;

    static final long KNOWN = GUILDS
            | MEMBERS
            | GUILD_MESSAGES
            | REACTIONS
            | DIRECT
            | CHATS
            | INTERACTION
            | AUDIT
            | FORUMS
            | AUDIO
            | PUBLIC;

    /** All but what private bots alone may ask for. */
    static final long USUAL = KNOWN & ~GUILD_MESSAGES;

    private static final Map<String, Long> OTHERS = Map.of(
            "INTERACTION_CREATE", INTERACTION,
            "MESSAGE_CREATE", GUILD_MESSAGES,
            "MESSAGE_DELETE", GUILD_MESSAGES,
            "AT_MESSAGE_CREATE", PUBLIC,
            "PUBLIC_MESSAGE_DELETE", PUBLIC);

    private Intents() {}

    /** The bit for an event; a type that nobody knows goes to everybody. */
    static long of(String type) {
        Long other = OTHERS.get(type);
        if (other != null) {
            return other;
        }
        return type.startsWith("DIRECT_MESSAGE")
                ? DIRECT
                : type.startsWith("MESSAGE_AUDIT")
                        ? AUDIT
                        : type.startsWith("MESSAGE_REACTION")
                                ? REACTIONS
                                : type.startsWith("GUILD_MEMBER")
                                        ? MEMBERS
                                        : type.startsWith("GUILD_") || type.startsWith("CHANNEL_")
                                                ? GUILDS
                                                : isChat(type) ? CHATS : KNOWN;
    }

    private static boolean isChat(String type) {
        return type.startsWith("C2C_") || type.startsWith("GROUP_") || type.startsWith("FRIEND_");
    }
}
