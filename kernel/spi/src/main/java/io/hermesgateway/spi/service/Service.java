package io.hermesgateway.spi.service;

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
}
