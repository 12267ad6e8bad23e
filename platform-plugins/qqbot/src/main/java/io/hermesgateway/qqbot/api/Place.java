package io.hermesgateway.qqbot.api;

import io.hermesgateway.spi.message.Conversation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A chat of QQ. The one vocabulary for routes, reply handles, buttons and rights; it becomes the kernel's conversation
 * here and nowhere else. A private chat within a guild is a private chat whose id says so.
 *
 * @param id the open id of the person or group, the id of the channel, or the id of the private guild
 */
public record Place(Scope scope, String id) {
    private static final String GUILD_DM = "dms-";

    /** Kinds of chats, with QQ's own rules for answers in them. */
    public enum Scope {
        C2C(Duration.ofMinutes(60), 5),
        GROUP(Duration.ofMinutes(5), 5),
        GUILD(Duration.ofMinutes(5), 20),
        GUILD_DM(Duration.ofMinutes(5), 20);

        private final Duration validity;
        private final int replies;

        Scope(Duration validity, int replies) {
            this.validity = validity;
            this.replies = replies;
        }

        /** For how long a message of a person may be answered. */
        public Duration validity() {
            return validity;
        }

        /** How many answers one message of a person allows. */
        public int replies() {
            return replies;
        }

        /** Whether QQ drops a second message with the same number, and knows markdown, keyboards and files by their type. */
        public boolean modern() {
            return this == C2C || this == GROUP;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Place c2c(String openId) {
        return new Place(Scope.C2C, openId);
    }

    public static Place group(String openId) {
        return new Place(Scope.GROUP, openId);
    }

    public static Optional<Place> of(Conversation conversation) {
        String chat = conversation.chatId();
        return switch (conversation.kind()) {
            case DM ->
                Optional.of(
                        chat.startsWith(GUILD_DM)
                                ? new Place(Scope.GUILD_DM, chat.substring(GUILD_DM.length()))
                                : c2c(chat));
            case GROUP -> Optional.of(group(chat));
            case CHANNEL -> Optional.of(new Place(Scope.GUILD, chat));
            case THREAD, FORUM -> Optional.empty();
        };
    }

    public Conversation conversation(String platformId) {
        return switch (scope) {
            case C2C -> Conversation.dm(platformId, id);
            case GUILD_DM -> Conversation.dm(platformId, GUILD_DM + id);
            case GROUP -> new Conversation(platformId, Conversation.Kind.GROUP, id, null, null);
            case GUILD -> new Conversation(platformId, Conversation.Kind.CHANNEL, id, null, null);
        };
    }

    /** Where messages to this place are posted. */
    public String messages() {
        return switch (scope) {
            case C2C -> "/v2/users/" + id + "/messages";
            case GROUP -> "/v2/groups/" + id + "/messages";
            case GUILD -> "/channels/" + id + "/messages";
            case GUILD_DM -> "/dms/" + id + "/messages";
        };
    }

    /** Where files for this place are uploaded; only for modern ones. */
    public String uploads() {
        return (scope == Scope.C2C ? "/v2/users/" : "/v2/groups/") + id;
    }

    /** For maps and for keeping; never taken apart by anybody but {@link #parse}. */
    public String text() {
        return scope.word() + "/" + id;
    }

    public static Place parse(String text) {
        int slash = text.indexOf('/');
        return new Place(Scope.valueOf(text.substring(0, slash).toUpperCase(Locale.ROOT)), text.substring(slash + 1));
    }
}
