package io.hermesgateway.spi.service;

/**
 * Masks the credentials the gateway knows, and whatever is shaped like one. The kernel publishes one in the registry;
 * what a bundle shows to the outside goes through it. The time grows with the length of the text only.
 */
public interface Redaction {
    /** The whole text, masked. */
    String redact(String text);

    /** For a text that comes in pieces; a credential that is spread over several of them is masked all the same. */
    Flow flow();

    /** One text in pieces. Not for use by several threads at once. */
    interface Flow {
        /** What of the text so far may be shown now; it holds back only what may be the beginning of a credential. */
        String next(String piece);

        /** The rest; afterwards a new text may begin. */
        String end();
    }
}
