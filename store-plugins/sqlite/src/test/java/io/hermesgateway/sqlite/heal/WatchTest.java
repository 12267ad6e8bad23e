package io.hermesgateway.sqlite.heal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTest {

    @ParameterizedTest
    @CsvSource({"PT0.01S,PT10S", "PT0.1S,PT10S", "PT0.5S,PT50S", "PT1S,PT60S", "PT2S,PT60S", "PT60S,PT30M"})
    void everyPageIsLookedAtOftenButSeldomWhenThatTakesLong(Duration check, Duration pause) {
        assertEquals(pause, Watch.pauseAfter(check));
    }
}
