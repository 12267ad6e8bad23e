package io.hermesgateway.agent.provider;

/**
 * The configuration does not lead to a model: which of its keys is to be changed, and words for the operator, in one
 * sentence that says what to do.
 */
public final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;

    Wrong(String key, String words) {
        super(words, null, false, false);
        this.key = key;
    }

    public String key() {
        return key;
    }

    public String words() {
        return String.valueOf(getMessage());
    }
}
