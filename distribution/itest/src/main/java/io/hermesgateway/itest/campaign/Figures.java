package io.hermesgateway.itest.campaign;

import java.util.List;

/** Durations in milliseconds, in order. */
record Figures(List<Long> sorted) {
    Figures {
        sorted = List.copyOf(sorted);
    }

    static Figures of(List<Long> nanos) {
        return new Figures(nanos.stream().map(n -> n / 1_000_000).sorted().toList());
    }

    /** The value below which this part of all lies. */
    long at(double part) {
        int last = sorted.size() - 1;
        return last < 0 ? 0 : sorted.get((int) Math.min(last, Math.round(part * last)));
    }
}
