package io.hermesgateway.core.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one instance of a plugin, and what they cost. A nested or anonymous group that is never destroyed stays
 * reachable from its parent on JDK 17, so this one is retired by hand when its plugin ends.
 */
final class PluginGroup extends ThreadGroup {
    private static final Logger LOG = LoggerFactory.getLogger(PluginGroup.class);

    private final BiConsumer<String, String> uncaught;
    private final Map<Long, long[]> seen = new HashMap<>();
    private long cpuNanos;
    private long bytes;

    PluginGroup(String pluginId, BiConsumer<String, String> uncaught) {
        super("plugin-" + pluginId);
        this.uncaught = uncaught;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        uncaught.accept(thread.getName(), GuardedCall.threw(thrown).why());
    }

    List<Thread> threads() {
        Thread[] threads = new Thread[activeCount() + 16];
        int count = enumerate(threads, true);
        return new ArrayList<>(Arrays.asList(threads).subList(0, count));
    }

    record Cost(int threads, long cpuMs, long allocatedMb) {
        static final Cost NONE = new Cost(0, 0, 0);
    }

    /** Samples the threads that live now; what a thread used after its last sample is lost with it. */
    synchronized Cost cost(com.sun.management.ThreadMXBean meter) {
        List<Thread> alive = threads();
        for (Thread thread : alive) {
            long id = thread.getId();
            long cpu = Math.max(0, meter.getThreadCpuTime(id));
            long allocated = Math.max(0, meter.getThreadAllocatedBytes(id));
            long[] last = seen.computeIfAbsent(id, none -> new long[2]);
            cpuNanos += Math.max(0, cpu - last[0]);
            bytes += Math.max(0, allocated - last[1]);
            last[0] = cpu;
            last[1] = allocated;
        }
        seen.keySet().retainAll(alive.stream().map(Thread::getId).toList());
        return new Cost(alive.size(), cpuNanos / 1_000_000, bytes >> 20);
    }

    /** From now on the group vanishes with its last thread. */
    @SuppressWarnings("removal")
    void retire() {
        interrupt();
        setDaemon(true);
        try {
            if (!isDestroyed()) {
                destroy();
            }
        } catch (IllegalThreadStateException threadsLeft) {
            LOG.debug("{} still has threads", getName(), threadsLeft);
        }
    }
}
