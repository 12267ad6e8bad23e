package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.JournalRecord.Effect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The last position of every subject that is open, and of those that were closed by their very first record: they mark
 * something as seen, and are remembered for a while and up to a number. A subject that was open is forgotten when it is
 * closed.
 *
 * <p>A hundred thousand open subjects must cost a few megabytes, so a subject is 64 bits of its hash under a key that
 * nobody outside can know (two of a million are the same once in ten million starts), in one open-addressed table.
 */
final class Versions {
    private final long seed;
    private final int most;
    private final long window;
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();
    private long[] keys = new long[1024];
    private long[] last = new long[1024];
    private long[] from = new long[1024];
    private int used;

    /** A subject that was closed by its first record. */
    private record Seen(long key, long position, long second) {}

    Versions(long seed, int most, long windowSeconds) {
        this.seed = seed;
        this.most = most;
        this.window = windowSeconds;
    }

    long key(byte[] subject, int start, int length) {
        long factor = Long.rotateLeft(seed, 32) | 1;
        long hash = seed;
        for (int i = start; i < start + length; i++) {
            hash = (hash ^ subject[i]) * factor;
            hash ^= hash >>> 29;
        }
        hash *= 0x9E3779B97F4A7C15L;
        return (hash ^ hash >>> 32) | 1;
    }

    long key(String subject) {
        byte[] bytes = subject.getBytes(StandardCharsets.UTF_8);
        return key(bytes, 0, bytes.length);
    }

    /** The last position, or 0. */
    long last(long key) {
        int slot = slot(key);
        return keys[slot] == 0 ? 0 : last[slot];
    }

    boolean open(long key) {
        int slot = slot(key);
        return keys[slot] != 0 && from[slot] > 0;
    }

    /** Whether the record of this subject at this position is still part of what is open. Once false it stays so. */
    boolean needed(long key, long position) {
        int slot = slot(key);
        return keys[slot] != 0 && from[slot] > 0 && from[slot] <= position;
    }

    void apply(long key, Effect effect, long position, long second) {
        int slot = slot(key);
        boolean open = keys[slot] != 0 && from[slot] > 0;
        if (effect != Effect.CLOSE) {
            put(slot, key, position, effect == Effect.OPEN && open ? from[slot] : position);
        } else if (open) {
            remove(slot);
        } else {
            put(slot, key, position, 0);
            seen.add(new Seen(key, position, second));
            forget(second - window);
        }
    }

    private void forget(long before) {
        for (Seen oldest = seen.peek(); oldest != null; oldest = seen.peek()) {
            if (seen.size() <= most && oldest.second >= before) {
                return;
            }
            seen.remove();
            int slot = slot(oldest.key);
            if (keys[slot] != 0 && from[slot] == 0 && last[slot] == oldest.position) {
                remove(slot);
            }
        }
    }

    private void put(int slot, long key, long position, long start) {
        used += keys[slot] == 0 ? 1 : 0;
        keys[slot] = key;
        last[slot] = position;
        from[slot] = start;
        if (used * 3L > keys.length * 2L) {
            grow();
        }
    }

    private int slot(long key) {
        int slot = home(key);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private int home(long key) {
        return (int) (key >>> 20) & keys.length - 1;
    }

    /** Closes the gap, so that a search never stops short of a key that was pushed along. */
    private void remove(int slot) {
        int gap = slot;
        int mask = keys.length - 1;
        for (int at = gap + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
            if ((at - home(keys[at]) & mask) >= (at - gap & mask)) {
                keys[gap] = keys[at];
                last[gap] = last[at];
                from[gap] = from[at];
                gap = at;
            }
        }
        keys[gap] = 0;
        used--;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldLast = last;
        long[] oldFrom = from;
        keys = new long[oldKeys.length * 2];
        last = Arrays.copyOf(last, keys.length);
        from = Arrays.copyOf(from, keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                last[slot] = oldLast[i];
                from[slot] = oldFrom[i];
            }
        }
    }
}
