package io.hermesgateway.spi.plugin;

/**
 * What a plugin is observed to be.
 *
 * <pre>
 * STOPPED → STARTING → RUNNING → STOPPING → STOPPED
 *               └→ FAILED ←─┘ (retried with growing pauses, then QUARANTINED)
 * FAILED, QUARANTINED → STARTING (a person, a new jar)
 * </pre>
 */
public enum PluginState {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED,
    QUARANTINED
}
