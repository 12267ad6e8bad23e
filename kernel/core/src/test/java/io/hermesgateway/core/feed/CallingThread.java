package io.hermesgateway.core.feed;

import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.spi.error.KernelError;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Calls a store on the thread of the test. */
final class CallingThread implements OpenStore.Threads {
    static final CallingThread INSTANCE = new CallingThread();

    @Override
    public <T> CompletableFuture<Outcome<T>> begin(Duration expected, Callable<T> work) {
        return CompletableFuture.completedFuture(outcome(work));
    }

    static <T> Outcome<T> outcome(Callable<T> work) {
        try {
            return new Outcome.Done<>(work.call());
        } catch (Exception thrown) {
            return new Outcome.Threw<>(KernelError.PLUGIN_FAILED, String.valueOf(thrown.getMessage()), "");
        }
    }
}
