package io.hermesgateway.agent.wire;

import java.io.IOException;

/** One API, as bytes. Free of state; what is being put together stands in the {@link Draft}. */
interface Wire {
    /**
     * @param counted whether a stream is to end with what it cost; some providers refuse to be asked for it
     */
    byte[] write(Prompt prompt, boolean counted);

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
