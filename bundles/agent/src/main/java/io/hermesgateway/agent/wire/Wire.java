package io.hermesgateway.agent.wire;

import java.io.IOException;

/** One API, as bytes. Free of state; what is being put together stands in the {@link Draft}. */
interface Wire {
    byte[] write(Prompt prompt);

    /**
     * Reads one event, or a whole answer that came at once.
     *
     * @throws IOException when it is not what the API promises
     */
    void read(byte[] buffer, int from, int length, Draft draft) throws IOException;

    static Wire of(Api api) {
        return api == Api.RESPONSES ? new ResponsesWire() : new ChatWire();
    }
}
