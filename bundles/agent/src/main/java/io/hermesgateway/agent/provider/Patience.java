package io.hermesgateway.agent.provider;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits; a test does not. */
public interface Patience {
    void pause(Duration time) throws InterruptedException;

    /** Waits as long as it is told. An interrupt ends it. */
    Patience REAL = time -> {
        boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        if (never) {
            throw new IllegalStateException("nobody opens this latch");
        }
    };
}
