package io.hermesgateway.spi.plugin;

/** Something that can be taken back. Closing twice is harmless. */
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
