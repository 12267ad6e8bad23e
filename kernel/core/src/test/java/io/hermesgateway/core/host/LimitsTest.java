package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void waitsLongerAfterEachFailureUpToACap() {
        Limits limits = Limits.shipped();
        assertEquals(Duration.ZERO, limits.pause(1, 0.5));
        assertEquals(Duration.ofSeconds(1), limits.pause(2, 0.5));
        assertEquals(Duration.ofSeconds(4), limits.pause(4, 0.5));
        assertEquals(Duration.ofMinutes(5), limits.pause(100, 0.5));
        assertTrue(limits.pause(3, 0.0).compareTo(limits.pause(3, 0.99)) < 0, "jitter");
    }
}
