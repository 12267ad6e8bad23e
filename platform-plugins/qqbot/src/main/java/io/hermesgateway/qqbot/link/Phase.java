package io.hermesgateway.qqbot.link;

/** Where a connection stands. */
public enum Phase {
    DOWN,
    OPENING,
    GREETED,
    RESUMING,
    IDENTIFYING,
    READY
}
