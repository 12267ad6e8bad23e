package io.hermesgateway.api.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.httpkit.StrictJson;

/**
 * Any bytes as the content of a message: it is read within its limits or refused as the caller's fault, and nothing else.
 * Started by {@code distribution/fuzz}, and with what is known by {@link ContentParsingTest}.
 */
public final class ContentParsing {
    private static final StrictJson JSON = new StrictJson();
    private static final int LONGEST = 65_536;

    private ContentParsing() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            JsonNode content = JSON.value(data);
            check(MessageContent.textOf(content).length() <= LONGEST);
            MessageContent read = MessageContent.of(content, "here");
            check(read.text().length() <= LONGEST);
            check(read.parts() == null || read.parts().size() <= 1_000);
        } catch (Refused refused) {
            check(refused.failure().status() == 400);
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("a limit does not hold");
        }
    }
}
