package io.hermesgateway.spi.journal;

/**
 * A place in the journal. Only the order of positions means anything; the distance between two of them does not.
 *
 * @param value never negative; zero stands before every record
 */
public record Position(long value) implements Comparable<Position> {
    /** Before the first record; as an expectation in a {@link Precondition}: "nothing was written about it yet". */
    public static final Position NONE = new Position(0);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("a position is never negative");
        }
    }

    public boolean isAfter(Position other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
