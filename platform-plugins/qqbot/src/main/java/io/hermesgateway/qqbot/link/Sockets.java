package io.hermesgateway.qqbot.link;

import java.net.URI;

/** Opens WebSockets. */
public interface Sockets {
    /** Begins to open one and returns; what happens to it is told to the ear, one call at a time. */
    Socket open(URI address, Ear ear);

    /** One WebSocket. */
    interface Socket {
        void send(String text);

        /** Says goodbye; the far side ends it, or does not. */
        void retire();

        /** Ends it, whatever the far side says. */
        void cut();

        /** Where it goes to, for the doctor; empty while that is not known. */
        String remote();
    }

    /** Hears one socket. */
    interface Ear {
        void opened();

        void frame(String text);

        /** The end, however it came: code 1006 for a broken line or one that never was. */
        void closed(int code, String reason);
    }
}
