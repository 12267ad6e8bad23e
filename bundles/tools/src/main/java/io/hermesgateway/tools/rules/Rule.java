package io.hermesgateway.tools.rules;

/** Judges one program that would run. The work must grow with the number and length of its words and not faster. */
public interface Rule {
    void check(Invocation run, Findings findings);
}
