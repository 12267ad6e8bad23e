package io.hermesgateway.qqbot.api;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Makes one call over HTTP and waits for its end. */
public interface Http {
    Reply call(String method, URI address, Map<String, String> headers, byte[] body, Duration patience);
}
