package io.hermesgateway.spi.error;

/** Whose fault a failure is; it decides who is told and in which words. */
public enum Fault {
    /** The person who asked: wrong input, not allowed, unknown id. */
    CALLER,
    /** The operator: a missing or wrong setting, key or permission. */
    CONFIGURATION,
    /** The other end of a connection: a platform, a model provider, a remote server. */
    FAR_SIDE,
    /** A plugin broke its contract. */
    PLUGIN,
    /** The machine: disk, memory, file descriptors, a port in use. */
    RESOURCES,
    /** The gateway itself. */
    GATEWAY
}
