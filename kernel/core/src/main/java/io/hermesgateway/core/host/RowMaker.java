package io.hermesgateway.core.host;

import com.sun.management.ThreadMXBean;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.plugin.PluginState;
import io.hermesgateway.spi.plugin.Wanted;
import io.hermesgateway.spi.service.Rows;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how plugins are, for people. */
final class RowMaker {
    private final HostParts parts;

    RowMaker(HostParts parts) {
        this.parts = parts;
    }

    Rows.Plugin row(String id, PluginSlot slot) {
        PluginSlot.View view = slot.view();
        PluginJar jar = slot.jar();
        LivePlugin live = slot.live();
        List<PluginGroup> leftovers = slot.leftovers();
        int orphans = leftovers.stream().mapToInt(ThreadGroup::activeCount).sum();
        PluginGroup.Cost cost = live == null ? PluginGroup.Cost.NONE : sample(live);
        return new Rows.Plugin(
                id,
                jar == null ? "" : jar.version(),
                slot.kind(),
                jar == null ? "" : jar.source(),
                word(parts.wanted().of(id)),
                word(view.state()),
                detail(view.detail(), live, orphans),
                view.since().toString(),
                slot.restarts(),
                cost.threads() + orphans,
                cost.cpuMs(),
                cost.allocatedMb());
    }

    PluginGroup.Cost sample(LivePlugin live) {
        return live.group().cost((ThreadMXBean) ManagementFactory.getThreadMXBean());
    }

    /** A file that never became a plugin. */
    Rows.Plugin refusal(Path file, GatewayException why) {
        return new Rows.Plugin(
                JarGate.stem(file),
                "",
                "unknown",
                "dropped",
                word(Wanted.RUNNING),
                word(PluginState.FAILED),
                why.code().code() + ": " + why.getMessage(),
                parts.clock().instant().toString(),
                0,
                0,
                0,
                0);
    }

    private static String detail(String own, @Nullable LivePlugin live, int orphans) {
        String fault = live == null || !own.isEmpty() ? own : live.lastFault();
        if (orphans == 0) {
            return fault;
        }
        String left = orphans + " threads of former instances still run";
        return fault.isEmpty() ? left : fault + "; " + left;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
