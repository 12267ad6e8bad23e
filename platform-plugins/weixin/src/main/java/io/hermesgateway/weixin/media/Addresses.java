package io.hermesgateway.weixin.media;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses that others wrote. */
final class Addresses {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private Addresses() {}

    static Optional<URI> read(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException broken) {
            LOG.debug("an address of {} characters cannot be read", text.length());
            return Optional.empty();
        }
    }
}
