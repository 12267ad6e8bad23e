package io.hermesgateway.simulators.qq;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place where people and one bot talk: a private chat, a group, a channel of a guild, a private chat in a guild. */
final class Room {
    final Bot bot;
    final Scope scope;

    /** What is in the path of a send: openid, group_openid, channel id, or the guild id of a private chat there. */
    final String id;

    /** For people who play. */
    final String name;

    /** The guild that it belongs to; empty elsewhere. */
    final String guild;

    /** The people by what this room calls them. */
    final Map<String, String> members = new LinkedHashMap<>();

    /** Those who may press buttons for managers. */
    final Set<String> managers = new HashSet<>();

    /** When active messages were sent. */
    final ArrayDeque<Instant> active = new ArrayDeque<>();

    /** The recall windows that were used since the last word of the person. */
    final Set<Integer> wakeups = new HashSet<>();

    /** Whether active messages were switched off by the people. */
    boolean rejects;

    @Nullable
    Instant lastWord;

    /** What sets private chats, groups and guilds apart. */
    enum Scope {
        C2C("c2c", 2),
        GROUP("group", 1),
        GUILD("guild", 0),
        DM("dm", 0);

        final String word;
        final int chatType;

        Scope(String word, int chatType) {
            this.word = word;
            this.chatType = chatType;
        }

        static Scope of(String word) {
            for (Scope scope : values()) {
                if (scope.word.equals(word)) {
                    return scope;
                }
            }
            throw new IllegalArgumentException("scope is c2c, group, guild or dm, not " + word);
        }
    }

    Room(Bot bot, Scope scope, String id, String name, String guild) {
        this.bot = bot;
        this.scope = scope;
        this.id = id;
        this.name = name;
        this.guild = guild;
    }

    /** The conversation's name in the transcript. */
    String key() {
        return scope.word + ":" + id;
    }
}
