package io.hermesgateway.core.host;

import io.hermesgateway.spi.plugin.Registration;
import java.time.Duration;

/** Runs something later, on a thread of the kernel. */
public interface Timer {
    Registration after(Duration delay, Runnable task);
}
