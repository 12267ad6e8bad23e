package io.hermesgateway.api.turn;

import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Call;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a client wants its stream.
 *
 * @param toolFrames whether it wants to hear about tools; strict clients stumble over frames they do not know
 * @param detached whether the turn goes on when the client has gone
 * @param usageApart whether the usage comes in a chunk of its own after the last one; the official SDK for Java takes a
 *     chunk with usage for one without choices
 */
public record StreamOptions(boolean toolFrames, boolean detached, boolean usageApart) {
    public static StreamOptions of(ApiParts parts, Call call) {
        return new StreamOptions(
                chosen(call.exchange().header("X-Hermes-Tool-Events"), parts.setting(ApiSettings.TOOL_PROGRESS_EVENTS)),
                chosen(call.exchange().header("X-Hermes-Detach"), parts.setting(ApiSettings.DETACH_ON_DISCONNECT)),
                "java".equalsIgnoreCase(call.exchange().header("X-Stainless-Lang")));
    }

    private static boolean chosen(@Nullable String header, boolean fallback) {
        return header == null
                ? fallback
                : switch (header.strip().toLowerCase(Locale.ROOT)) {
                    case "on", "true", "yes", "1" -> true;
                    case "off", "false", "no", "0" -> false;
                    default -> fallback;
                };
    }
}
