package io.hermesgateway.spi.approval;

/**
 * Judges a dangerous call before a person is asked, where the operator wants it ({@code approvals.mode: smart}). Published
 * in the registry by whoever can judge. It spares people questions and never takes one away from them: what it does not
 * clearly approve is asked about.
 */
public interface SecondOpinion {
    /** May block about as long as a model takes to answer. An exception, or nobody to ask, counts as ESCALATE. */
    Verdict on(Question question);

    /** @param why one sentence for people */
    record Verdict(Kind kind, String why) {}

    /** Kinds of verdicts. */
    enum Kind {
        /** Harmless enough to run without a question. */
        APPROVE,
        /** A person decides. */
        ESCALATE,
        /** A person decides, warned, and for this one time only. */
        DENY
    }
}
