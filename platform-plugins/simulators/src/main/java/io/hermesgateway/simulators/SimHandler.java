package io.hermesgateway.simulators;

/** Answers the calls below one path. */
@FunctionalInterface
public interface SimHandler {
    /**
     * Answers by {@link SimCall#reply}, at once or later and from any thread, but without blocking this one. What is thrown
     * becomes a 500.
     */
    void handle(SimCall call) throws Exception;
}
