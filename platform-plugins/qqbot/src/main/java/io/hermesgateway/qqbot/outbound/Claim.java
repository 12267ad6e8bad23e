package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place;

/**
 * The right to send one message, taken before it is sent.
 *
 * @param handle the id of what is answered; empty where nothing is
 * @param seq the message's number among the answers to it
 */
record Claim(Place place, Mode mode, String handle, int seq) {
    /** In which way a message may go out. */
    enum Mode {
        /** An answer to somebody's message. */
        MESSAGE,
        /** An answer to a click or another event; a number would turn it into something else. */
        EVENT,
        /** Out of the blue. */
        ACTIVE,
        /** A reminder, one in a while. */
        WAKEUP
    }

    /** Whether QQ drops a second one of the same kind. */
    boolean repeatable() {
        return mode == Mode.MESSAGE && place.scope().modern();
    }

    ObjectNode on(ObjectNode body) {
        switch (mode) {
            case MESSAGE -> {
                body.put("msg_id", handle);
                if (place.scope().modern()) {
                    body.put("msg_seq", seq);
                }
            }
            case EVENT -> body.put("event_id", handle);
            case WAKEUP -> body.put("is_wakeup", true);
            case ACTIVE -> {
                return body;
            }
        }
        return body;
    }
}
