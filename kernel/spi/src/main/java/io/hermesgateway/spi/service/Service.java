package io.hermesgateway.spi.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A long-running part of a bundle. {@code start} and {@code close} are guarded calls with a deadline; a start that
 * returns means "running". When settings of one of its sections change, {@link #changed} is called; a service that
 * cannot take the change while running returns false and is closed and opened again.
 */
public interface Service extends AutoCloseable {
    void start();

    default boolean changed() {
        return false;
    }

    @Override
    void close();

    /**
     * Called after {@link #close}: finishes what had begun, such as answers to clients, in the background and within the
     * patience. A successor does not wait for it; the threads and classes of this instance are kept until it is done.
     */
    default CompletionStage<?> rest(Duration patience) {
        return CompletableFuture.completedFuture(true);
    }
}
