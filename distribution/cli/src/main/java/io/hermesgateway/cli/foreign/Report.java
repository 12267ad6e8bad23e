package io.hermesgateway.cli.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came over and what did not; never a value, so that no secret can stand in it. */
public final class Report {
    private final List<Item> items = new ArrayList<>();

    /** What became of a thing. */
    public enum State {
        /** It, or something new of it, came over. */
        BROUGHT,
        /** It was here already. */
        KNOWN,
        /** Ours stays. */
        KEPT,
        /** Nothing here can use it. */
        LEFT,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A line of the report.
     *
     * @param brought how many of its parts came over
     * @param known how many were here already
     */
    public record Item(String what, State state, long brought, long known, String detail) {}

    void add(String what, State state, long brought, long known, String detail) {
        items.add(new Item(what, state, brought, known, detail));
    }

    /** Brought when something came, else known. */
    void count(String what, long brought, long known, String detail) {
        add(what, brought > 0 ? State.BROUGHT : State.KNOWN, brought, known, detail);
    }

    public List<Item> items() {
        return List.copyOf(items);
    }

    public boolean failed() {
        return items.stream().anyMatch(item -> item.state() == State.FAILED);
    }
}
