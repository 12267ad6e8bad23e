package io.hermesgateway.qqbot.link;

/** Takes events in, and knows how far that has come. Its methods are quick and never wait for anything. */
public interface Progress {
    /** A new session begins; numbers before this one are taken in. */
    void begin(Session session, long seq);

    void event(Event event);

    /** The highest number of which everything up to it is safe; resuming begins behind it. */
    long committed();

    /** The connection is alive: what is kept of the session is fresh. */
    void alive();
}
