package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What was written to one bot, in order. A message is here until it is too old to be kept; that it was once put on a
 * socket changes nothing.
 */
final class MessageLog {
    private final int kept;
    private final Deque<ObjectNode> messages = new ArrayDeque<>();
    private long oldest;

    MessageLog(int kept) {
        this.kept = kept;
    }

    void append(ObjectNode message) {
        messages.addLast(message);
        if (messages.size() > kept) {
            messages.removeFirst();
            oldest++;
        }
    }

    long oldest() {
        return oldest;
    }

    long end() {
        return oldest + messages.size();
    }

    boolean hasAfter(long position) {
        return position < end();
    }

    List<ObjectNode> read(long position, int most) {
        long skipped = Math.max(0, position - oldest);
        return messages.stream().skip(skipped).limit(most).toList();
    }

    /** Where a reader stands that took so many messages from there. */
    long after(long position, int taken) {
        return Math.max(position, oldest) + taken;
    }
}
