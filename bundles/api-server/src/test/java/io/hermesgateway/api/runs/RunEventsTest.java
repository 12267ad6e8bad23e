package io.hermesgateway.api.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.plugin.Registration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    private final RunEvents events = new RunEvents(0);

    /** What one reader got. */
    private static final class Ears implements RunEvents.Reader {
        final List<Long> heard = new ArrayList<>();
        boolean ended;

        @Override
        public void event(long id, String json) {
            heard.add(id);
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            events.add(Json.object().put("event", "message.delta"));
        }
    }

    @Test
    void everyReaderGetsEverythingOnceAndInOrder() {
        happen(2);
        Ears one = new Ears();
        events.follow(0, one);
        happen(1);
        Ears two = new Ears();
        Registration second = events.follow(1, two);
        happen(1);
        second.close();
        happen(1);
        events.close();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), one.heard);
        assertTrue(one.ended);
        assertEquals(List.of(2L, 3L, 4L), two.heard);
        assertFalse(two.ended);
    }

    @Test
    void aLateReaderGetsTheBacklogAndTheEnd() {
        happen(3);
        events.close();
        Ears late = new Ears();
        events.follow(1, late);
        assertEquals(List.of(2L, 3L), late.heard);
        assertTrue(late.ended);
    }

    @Test
    void keepsTheNewestThousand() {
        happen(RunEvents.KEPT_MOST + 5);
        Ears late = new Ears();
        events.follow(0, late);
        assertEquals(RunEvents.KEPT_MOST, late.heard.size());
        assertEquals(6L, late.heard.get(0));
    }
}
