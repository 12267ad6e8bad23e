package io.hermesgateway.simulators.qq;

import io.hermesgateway.simulators.qq.Room.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * People, by the names that those who play give them. For a bot a person is an id that holds for this bot alone, and another
 * one in each group; nothing says that two of them are the same person.
 */
final class People {
    private final Map<String, Room> rooms = new LinkedHashMap<>();

    /** The room of this scope: one person's, or the named group's or channel's; made when it is new. */
    Room room(Bot bot, Scope scope, String user, String group) {
        String name = scope == Scope.C2C || scope == Scope.DM ? user : group;
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    scope == Scope.C2C || scope == Scope.DM ? "user is missing" : "group is missing");
        }
        return rooms.values().stream()
                .filter(room ->
                        room.bot == bot && room.scope == scope && (room.name.equals(name) || room.id.equals(name)))
                .findFirst()
                .orElseGet(() -> open(bot, scope, name));
    }

    private Room open(Bot bot, Scope scope, String name) {
        boolean guild = scope == Scope.GUILD || scope == Scope.DM;
        String guildId = guild ? digits(bot.appId, "guild", scope == Scope.DM ? "dm:" + name : "") : "";
        String id =
                switch (scope) {
                    case C2C -> openid(bot.appId, "c2c", name);
                    case GROUP -> openid(bot.appId, "group", name);
                    case GUILD -> digits(bot.appId, "channel", name);
                    case DM -> guildId;
                };
        Room room = new Room(bot, scope, id, name, guildId);
        rooms.put(bot.appId + " " + room.key(), room);
        return room;
    }

    Optional<Room> find(Bot bot, Scope scope, String id) {
        return Optional.ofNullable(rooms.get(bot.appId + " " + scope.word + ":" + id));
    }

    Iterable<Room> all() {
        return rooms.values();
    }

    /** What the room calls this person. */
    static String member(Room room, String user) {
        if (user.isBlank()) {
            throw new IllegalArgumentException("user is missing");
        }
        String id =
                switch (room.scope) {
                    case C2C ->
                        user.equals(room.name) || user.equals(room.id) ? room.id : openid(room.bot.appId, "c2c", user);
                    case GROUP -> known(room, user, openid(room.bot.appId, room.id, user));
                    case GUILD, DM -> known(room, user, digits(room.bot.appId, "user", user));
                };
        room.members.put(id, user.equals(id) ? room.members.getOrDefault(id, user) : user);
        return id;
    }

    private static String known(Room room, String user, String made) {
        return room.members.containsKey(user) ? user : made;
    }

    static String openid(String... parts) {
        return HexFormat.of().withUpperCase().formatHex(digest(parts), 0, 16);
    }

    /** Ids of guilds, channels and guild users are numbers. */
    static String digits(String... parts) {
        byte[] digest = digest(parts);
        long number = 0;
        for (int i = 0; i < 7; i++) {
            number = (number << 8) | (digest[i] & 0xFF);
        }
        return String.format(Locale.ROOT, "%018d", number % 900_000_000_000_000_000L + 100_000_000_000_000_000L);
    }

    private static byte[] digest(String... parts) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
