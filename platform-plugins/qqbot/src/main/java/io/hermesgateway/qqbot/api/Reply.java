package io.hermesgateway.qqbot.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/**
 * What came of one call.
 *
 * @param fate whether it was answered, and if not whether it can have arrived
 * @param status of HTTP; zero without an answer
 * @param body the JSON of the answer, missing where there was none
 * @param trace QQ's name of the call
 * @param pause what they ask us to wait; zero when they do not say
 * @param trouble why there was no answer, in words
 */
public record Reply(Fate fate, int status, JsonNode body, String trace, Duration pause, String trouble) {
    /** Whether a call reached the other side. */
    public enum Fate {
        ANSWERED,
        /** Nothing was written, or not to them. */
        NEVER_LEFT,
        /** It was written and no answer came. */
        UNANSWERED
    }

    public static Reply answered(int status, JsonNode body, String trace, Duration pause) {
        return new Reply(Fate.ANSWERED, status, body, trace, pause, "");
    }

    public static Reply neverLeft(String why) {
        return new Reply(Fate.NEVER_LEFT, 0, MissingNode.getInstance(), "", Duration.ZERO, why);
    }

    public static Reply unanswered(String why) {
        return new Reply(Fate.UNANSWERED, 0, MissingNode.getInstance(), "", Duration.ZERO, why);
    }

    public boolean answered() {
        return fate == Fate.ANSWERED;
    }

    public int code() {
        return body.path("code").asInt(body.path("err_code").asInt());
    }

    public Verdict verdict() {
        return Verdict.of(status, code(), body.path("err_code").asInt(), message());
    }

    public boolean ok() {
        return answered() && verdict() == Verdict.OK;
    }

    public String message() {
        return body.path("message").asText("");
    }

    /** One sentence for people and logs; never holds more than QQ's own words. */
    public String words() {
        if (!answered()) {
            return trouble;
        }
        String said = message().isBlank() ? "HTTP " + status : message();
        return said + " (" + (code() == 0 ? "HTTP " + status : "code " + code())
                + (trace.isBlank() ? ")" : ", trace " + trace + ")");
    }
}
