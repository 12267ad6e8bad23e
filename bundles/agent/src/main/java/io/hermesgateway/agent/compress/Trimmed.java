package io.hermesgateway.agent.compress;

import io.hermesgateway.agent.wire.Message;
import java.util.ArrayList;
import java.util.List;

/** Within one long turn: the results of earlier tool calls are cut short until the talk fits again. */
public final class Trimmed {
    private static final int WHOLE_MOST = 6;
    private static final int HEAD = 600;

    private Trimmed() {}

    public static List<Message> to(List<Message> messages, long most) {
        long size = Size.of(messages);
        if (size <= most) {
            return messages;
        }
        List<Message> trimmed = new ArrayList<>(messages);
        for (int i = 0; i < trimmed.size() - WHOLE_MOST && size > most; i++) {
            Message message = trimmed.get(i);
            if (message.role() == Message.Role.TOOL && message.text().length() > HEAD * 2) {
                String head = message.text().substring(0, HEAD) + "\n[cut to save room; call again if it is needed]";
                size -= Size.of(message.text()) - Size.of(head);
                trimmed.set(i, Message.tool(String.valueOf(message.callId()), head));
            }
        }
        return trimmed;
    }
}
