package io.hermesgateway.spi;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of everything that a surface can show. */
public record SurfaceSample(String name, @Nullable List<? extends @Nullable Object> rest) {

    public static final int LIMIT = 3;

    static final int HIDDEN = 4;

    @SafeVarargs
    public final <T extends Comparable<T>> Map<String, T[]> sort(T[]... many) throws IOException {
        if (many.length > HIDDEN) {
            throw new IOException("too many");
        }
        return Map.of();
    }

    public sealed interface Shape {
        default int sides() {
            return 1;
        }

        @Nullable
        String label();

        enum Dot implements Shape {
            SMALL,
            BIG;

            @Override
            public String label() {
                return "dot";
            }
        }

        non-sealed class Line implements Shape {
            private final int length;

            protected Line(int length) {
                this.length = length;
            }

            @Override
            public @Nullable String label() {
                return length == 0 ? null : "line";
            }
        }
    }
}
