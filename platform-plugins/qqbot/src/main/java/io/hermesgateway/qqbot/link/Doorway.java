package io.hermesgateway.qqbot.link;

import io.hermesgateway.qqbot.api.Credential;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Verdict;
import io.hermesgateway.spi.platform.PlatformState;
import java.time.Duration;

/** Finds out, before every connection, where it goes and whether it may be made. */
final class Doorway {
    private static final int ATTEMPTS = 2;
    private static final Duration SECOND_LOOK = Duration.ofSeconds(6);

    private final LinkParts parts;
    private int refused;

    Doorway(LinkParts parts) {
        this.parts = parts;
    }

    /** What was found. */
    sealed interface Found {}

    record Way(String address) implements Found {}

    /**
     * No way at the moment.
     *
     * @param again whether to try again without anybody doing anything
     * @param least the shortest pause before that
     */
    record Closed(PlatformState state, String why, boolean again, CloseRule.Next next, Duration least)
            implements Found {
        static Closed offline(String why, Duration least) {
            return new Closed(PlatformState.OFFLINE, why, true, CloseRule.Next.BACK_OFF, least);
        }

        static Closed rarely(PlatformState state, String why) {
            return new Closed(state, why, true, CloseRule.Next.RARELY, Duration.ZERO);
        }
    }

    /**
     * @param login whether a new session is to be begun; QQ counts those
     */
    Found find(boolean login) {
        Credential credential = parts.tokens().get();
        if (credential instanceof Credential.Denied denied) {
            return refused(denied.why());
        }
        if (credential instanceof Credential.Away away) {
            return Closed.offline(away.why(), Duration.ZERO);
        }
        Reply reply = parts.api().get("/gateway/bot");
        if (!reply.ok()) {
            return judge(reply);
        }
        refused = 0;
        String address = reply.body().path("url").asText("");
        if (!address.startsWith("ws")) {
            return Closed.offline("QQ named no address to connect to", Duration.ZERO);
        }
        var limit = reply.body().path("session_start_limit");
        if (login && limit.path("remaining").asInt(1) <= 0) {
            Duration wait = Duration.ofMillis(limit.path("reset_after").asLong(60_000));
            return Closed.offline("the logins of the day are used up; the next is possible in " + words(wait), wait);
        }
        return new Way(address);
    }

    private static String words(Duration wait) {
        return wait.toMinutes() > 0 ? wait.toMinutes() + " minutes" : wait.toSeconds() + " seconds";
    }

    private Found refused(String why) {
        if (++refused >= ATTEMPTS) {
            return new Closed(PlatformState.FAILED, why, false, CloseRule.Next.RARELY, Duration.ZERO);
        }
        return Closed.offline(why, SECOND_LOOK);
    }

    private Found judge(Reply reply) {
        if (!reply.answered()) {
            return Closed.offline(reply.words(), Duration.ZERO);
        }
        Verdict verdict = reply.verdict();
        return switch (verdict) {
            case TOKEN -> refused("the access token is refused: " + reply.words());
            case ADDRESS ->
                Closed.rarely(
                        PlatformState.OFFLINE,
                        "the address of this machine is not on the bot's IP allow-list: " + reply.words());
            case FORBIDDEN ->
                Closed.rarely(PlatformState.FAILED, "the bot may not use the interface: " + reply.words());
            case BANNED -> Closed.rarely(PlatformState.FAILED, CloseRule.BOT_BANNED.trouble());
            default -> Closed.offline(reply.words(), reply.pause());
        };
    }
}
