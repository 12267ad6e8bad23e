package io.hermesgateway.agent.wire;

/** Hears an answer while it comes, in order, on a thread of the connection; must be quick. */
public interface Deltas {
    void text(String more);

    void reasoning(String more);

    /** For questions whose answer nobody watches. */
    Deltas UNHEARD = new Deltas() {
        @Override
        public void text(String more) {
            // The whole answer is enough.
        }

        @Override
        public void reasoning(String more) {
            // The whole answer is enough.
        }
    };
}
