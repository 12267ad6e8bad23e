package io.hermesgateway.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.journal.JournalRecord.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions(0x1234_5678_9ABC_DEFL, 1_000_000, 1_000_000);

    @Test
    void agreesWithAPlainMap() {
        Map<String, Long> last = new HashMap<>();
        Map<String, Long> from = new HashMap<>();
        Random random = new Random(3);
        for (long position = 1; position < 300_000; position++) {
            String subject = "s/" + random.nextInt(20_000);
            Effect effect = List.of(Effect.OPEN, Effect.REPLACE, Effect.CLOSE).get(random.nextInt(3));
            versions.apply(versions.key(subject), effect, position, 0);
            boolean open = from.containsKey(subject);
            if (effect == Effect.CLOSE && open) {
                last.remove(subject);
                from.remove(subject);
            } else {
                last.put(subject, position);
                if (effect == Effect.REPLACE || (effect == Effect.OPEN && !open)) {
                    from.put(subject, position);
                }
            }
        }
        for (int i = 0; i < 20_000; i++) {
            String subject = "s/" + i;
            long key = versions.key(subject);
            assertEquals(last.getOrDefault(subject, 0L), versions.last(key), subject);
            assertEquals(from.containsKey(subject), versions.open(key), subject);
            long begin = from.getOrDefault(subject, Long.MAX_VALUE);
            assertEquals(begin < Long.MAX_VALUE, versions.needed(key, Long.MAX_VALUE - 1), subject);
            assertEquals(false, versions.needed(key, begin - 1), subject);
        }
    }

    @Test
    void forgetsMarksByAgeAndByNumber() {
        Versions few = new Versions(9, 100, 60);
        for (int i = 1; i <= 150; i++) {
            few.apply(few.key("message/" + i), Effect.CLOSE, i, i);
        }
        assertEquals(0, few.last(few.key("message/50")), "over the number");
        assertEquals(0, few.last(few.key("message/89")), "over the age");
        assertEquals(90, few.last(few.key("message/90")));
    }

    @Test
    void tellsManySubjectsApart() {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < 300_000; i++) {
            keys.add(versions.key("message/telegram/chat-" + i % 1000 + "/" + i));
        }
        assertEquals(300_000, keys.size());
    }

    @Test
    void needsFewBytesForAnOpenSubject() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int i = 1; i <= 100_000; i++) {
            versions.apply(versions.key("approval/" + i), Effect.OPEN, i, 0);
        }
        System.gc();
        long used = runtime.totalMemory() - runtime.freeMemory() - before;
        assertTrue(used < 12 << 20, used + " bytes");
        assertEquals(100_000, versions.last(versions.key("approval/100000")));
    }
}
