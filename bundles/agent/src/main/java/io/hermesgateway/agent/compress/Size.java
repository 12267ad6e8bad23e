package io.hermesgateway.agent.compress;

import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.tool.ToolCall;
import java.util.List;

/** How many tokens something is, about: a provider would tell exactly, but only afterwards. */
public final class Size {
    private static final int PICTURE = 1_000;
    private static final int AROUND = 4;

    private Size() {}

    static long of(String text) {
        long wide = 0;
        for (int i = 0; i < text.length(); i++) {
            wide += text.charAt(i) > 0x2E7F ? 1 : 0;
        }
        return wide + (text.length() - wide + 3) / 4;
    }

    public static long of(List<Message> messages) {
        long size = 0;
        for (Message message : messages) {
            size += AROUND
                    + of(message.text())
                    + (long) PICTURE * message.pictures().size();
            for (ToolCall call : message.calls()) {
                size += AROUND + of(call.tool()) + of(call.arguments());
            }
        }
        return size;
    }

    static long of(TranscriptLine line) {
        String details = line.details();
        // What a person attached counts like a picture, however many bytes it has.
        long more = details == null ? 0 : line.role().equals("user") ? PICTURE : of(details);
        return AROUND + of(line.text()) + more;
    }
}
