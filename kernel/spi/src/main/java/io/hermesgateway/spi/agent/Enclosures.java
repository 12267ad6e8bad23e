package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.delivery.Body;
import java.nio.file.Path;
import java.util.List;

/** Finds the files that an answer encloses. Published in the registry, so that every agent encloses them in one way. */
public interface Enclosures {
    /**
     * What is to be sent: the words without what names the files, then the files.
     *
     * @param folder where this agent works when that is not the session's folder; null otherwise
     */
    List<Body> of(Turn turn, String answer, @org.jspecify.annotations.Nullable Path folder);
}
