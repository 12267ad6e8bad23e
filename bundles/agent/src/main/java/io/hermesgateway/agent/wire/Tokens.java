package io.hermesgateway.agent.wire;

/** What an answer used; zero where the provider does not say. */
public record Tokens(long input, long output, long cached, long reasoning) {
    public static final Tokens NONE = new Tokens(0, 0, 0, 0);

    public Tokens plus(Tokens more) {
        return new Tokens(input + more.input, output + more.output, cached + more.cached, reasoning + more.reasoning);
    }
}
