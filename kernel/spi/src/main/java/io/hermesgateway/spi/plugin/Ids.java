package io.hermesgateway.spi.plugin;

/** Fresh ids. */
public interface Ids {
    /** 128 random bits as 32 lower-case hexadecimal digits. */
    String next();

    /** A short code that is easy to say and type, from an alphabet without look-alikes. */
    String spoken(int length);
}
