package io.hermesgateway.spi.plugin;

/** What a person wants a plugin or a platform to be; kept across restarts and never confused with what it is. */
public enum Wanted {
    RUNNING,
    STOPPED,
    PAUSED
}
