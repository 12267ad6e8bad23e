package io.hermesgateway.qqbot.api;

/** What asking for an access token came to. */
public sealed interface Credential {
    /** A token to use now. */
    record Granted(String token) implements Credential {
        @Override
        public String toString() {
            return "Granted";
        }
    }

    /** Refused: app id and secret are wrong, or the bot is blocked. Only a person helps. */
    record Denied(String why) implements Credential {}

    /** Not to be had at the moment. */
    record Away(String why) implements Credential {}
}
