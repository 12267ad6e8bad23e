package io.hermesgateway.spi.settings;

import java.util.Objects;

/** A credential. Its text is reached only by {@link #reveal()}; printing it shows at most the last four characters. */
public record Secret(String reveal) {
    private static final int SHORTEST_WITH_TAIL = 12;

    public Secret {
        Objects.requireNonNull(reveal, "reveal");
    }

    public boolean isBlank() {
        return reveal.isBlank();
    }

    /** The form that may be shown: four dots and, when the secret is long enough, its last four characters. */
    public String masked() {
        return reveal.length() < SHORTEST_WITH_TAIL ? "••••" : "••••" + reveal.substring(reveal.length() - 4);
    }

    @Override
    public String toString() {
        return masked();
    }
}
