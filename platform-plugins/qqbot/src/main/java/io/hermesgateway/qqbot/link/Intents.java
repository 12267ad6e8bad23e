package io.hermesgateway.qqbot.link;

import java.util.ArrayList;
import java.util.List;

/** Kinds of events a bot asks for; each must be granted by QQ. */
public enum Intents {
    GUILD_MESSAGES(9),
    DIRECT_MESSAGE(12),
    GROUP_AND_C2C_EVENT(25),
    /** Without it no click ever arrives. */
    INTERACTION(26),
    MESSAGE_AUDIT(27),
    PUBLIC_GUILD_MESSAGES(30);

    /** What a bot for chats needs, and what every bot may have. */
    public static final int USUAL =
            PUBLIC_GUILD_MESSAGES.bit() | INTERACTION.bit() | GROUP_AND_C2C_EVENT.bit() | DIRECT_MESSAGE.bit();

    private final int bit;

    Intents(int number) {
        bit = 1 << number;
    }

    public int bit() {
        return bit;
    }

    /** Names for people: {@code INTERACTION (1<<26)}. */
    public static List<String> names(int intents) {
        List<String> names = new ArrayList<>();
        for (Intents each : values()) {
            if ((intents & each.bit) != 0) {
                names.add(each.name() + " (1<<" + Integer.numberOfTrailingZeros(each.bit) + ")");
            }
        }
        return names;
    }
}
