package io.hermesgateway.acp;

import io.hermesgateway.spi.error.ErrorCode;
import io.hermesgateway.spi.error.Fault;
import java.util.Locale;
import java.util.ResourceBundle;

/** The agent cannot do its part; the key names the sentence for the person. */
final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String BUNDLE = "io.hermesgateway.acp.words";

    /** Codes of this bundle. */
    enum Code implements ErrorCode {
        AGENT_AWAY(true),
        AGENT_INTERRUPTED(false);

        private final boolean again;

        Code(boolean again) {
            this.again = again;
        }

        @Override
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Fault fault() {
            return Fault.FAR_SIDE;
        }

        @Override
        public boolean retryUseful() {
            return again;
        }
    }

    private final String key;
    private final String detail;

    Trouble(String key, String detail) {
        super(key + ": " + detail);
        this.key = key;
        this.detail = detail;
    }

    /** Whether the process has ended under our hands, so that another one may do. */
    boolean crash() {
        return key.equals("crashed");
    }

    Code code() {
        return key.equals("interrupted") ? Code.AGENT_INTERRUPTED : Code.AGENT_AWAY;
    }

    /** The sentence, in the language of what the person said. */
    String words(String sample) {
        return sentence(key, sample).replace("{0}", detail);
    }

    static String sentence(String key, String sample) {
        boolean chinese =
                sample.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return ResourceBundle.getBundle(
                        BUNDLE,
                        chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
                        Trouble.class.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString(key);
    }
}
