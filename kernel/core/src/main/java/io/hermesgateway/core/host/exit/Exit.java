package io.hermesgateway.core.host.exit;

/** Stands where a plugin's code says {@code System.exit}. */
public final class Exit {
    private Exit() {}

    /** Same shape as {@link System#exit}. */
    @SuppressWarnings("DoNotCallSuggester")
    public static void exit(int status) {
        throw new SecurityException("a plugin may not end the gateway (System.exit(" + status + "))");
    }
}
