package io.hermesgateway.spi.message;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where people and the agent talk: the lane of its messages and the owner of its approvals. Structured for ever; the
 * {@link #key} is for showing and for maps, and is never parsed.
 *
 * @param platform the platform id, {@code qqbot} or {@code qqbot.NAME} with several accounts
 * @param kind private chat, group …; every platform's private chat is {@code DM}
 * @param chatId the platform's id of the chat
 * @param threadId the thread or topic within the chat
 * @param memberId set when a group conversation is one member's own
 */
public record Conversation(
        String platform, Kind kind, String chatId, @Nullable String threadId, @Nullable String memberId) {

    public Conversation {
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(chatId, "chatId");
    }

    public static Conversation dm(String platform, String chatId) {
        return new Conversation(platform, Kind.DM, chatId, null, null);
    }

    /** The name of the lane, compatible with the session keys that people know from Hermes. */
    public String key() {
        return Stream.of("agent", "main", platform, kind.word(), chatId, threadId, memberId)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(":"));
    }

    /** The same place for everybody in it: without the member. */
    public Conversation shared() {
        return memberId == null ? this : new Conversation(platform, kind, chatId, threadId, null);
    }

    /** Kinds of chats. */
    public enum Kind {
        DM,
        GROUP,
        CHANNEL,
        THREAD,
        FORUM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
