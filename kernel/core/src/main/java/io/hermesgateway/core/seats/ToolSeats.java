package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.core.turn.Toolbox;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolFactory;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open tools, by name. A tool whose plugin is replaced while it works is asked in its next life what became of the
 * work; only when there is none in time is the outcome unknown.
 */
public final class ToolSeats implements Seats, Toolbox {
    private static final Duration NEXT_LIFE = Duration.ofSeconds(60);
    /** A plugin that is being replaced is away for about a second; a person may also have taken it away for good. */
    private static final Duration BACK_SOON = Duration.ofSeconds(10);

    private record Open(
            LivePlugin plugin, String toolset, Tool tool, ToolSpec spec, boolean offered, @Nullable PluginTasks tasks) {
        static Open published(LivePlugin plugin, Tool tool) {
            return new Open(plugin, plugin.id(), tool, tool.spec(), tool.offered(), null);
        }
    }

    private final Surroundings around;
    private final Supplier<List<String>> disabled;
    private final Map<String, Open> byName = new TreeMap<>();
    private final Set<String> everOpen = new TreeSet<>();
    private final Set<LivePlugin> plugins = new LinkedHashSet<>();

    /** @param disabled the toolsets that agents are not offered at the moment */
    public ToolSeats(Surroundings around, Supplier<List<String>> disabled) {
        this.around = around;
        this.disabled = disabled;
    }

    @Override
    public void open(LivePlugin plugin) {
        add(plugin);
        for (ToolFactory factory : plugin.offers().tools()) {
            PluginTasks tasks = plugin.tasks();
            var context = around.contextOf(plugin, tasks, factory.settings());
            List<Open> opened = plugin.guarded()
                    .call("opening the tools", around.limits().start(), () -> factory.open(context).stream()
                            .map(tool -> new Open(plugin, factory.toolset(), tool, tool.spec(), tool.offered(), tasks))
                            .toList())
                    .orThrow();
            add(opened);
        }
    }

    private synchronized void add(LivePlugin plugin) {
        plugins.add(plugin);
    }

    private synchronized void add(List<Open> opened) {
        opened.forEach(open -> byName.put(open.spec().name(), open));
        everOpen.addAll(byName.keySet());
        notifyAll();
    }

    @Override
    public synchronized void close(LivePlugin plugin) {
        plugins.remove(plugin);
        byName.values().removeIf(open -> {
            if (open.plugin() == plugin && open.tasks() != null) {
                open.tasks().close();
            }
            return open.plugin() == plugin;
        });
    }

    @Override
    public synchronized List<ToolSpec> specs() {
        List<String> off = disabled.get();
        return now().values().stream()
                .filter(open -> isOffered(open, off))
                .map(Open::spec)
                .toList();
    }

    private static boolean isOffered(Open open, List<String> off) {
        return open.offered() && !off.contains(open.toolset());
    }

    /** The tools of the factories, and those that plugins publish while they run; of two with one name the former. */
    private Map<String, Open> now() {
        Map<String, Open> all = new TreeMap<>(byName);
        for (LivePlugin plugin : plugins) {
            for (Tool tool : plugin.published(Tool.class)) {
                Outcome<Open> described =
                        plugin.inline().call("a tool's description", () -> Open.published(plugin, tool));
                if (described instanceof Outcome.Done<Open> done) {
                    all.putIfAbsent(done.value().spec().name(), done.value());
                }
            }
        }
        return all;
    }

    /** The names of the tools that are there, by toolset; those that agents are not offered are left out. */
    public synchronized Map<String, List<String>> toolsets() {
        return now().values().stream()
                .filter(Open::offered)
                .collect(Collectors.groupingBy(
                        Open::toolset,
                        TreeMap::new,
                        Collectors.mapping(open -> open.spec().name(), Collectors.toList())));
    }

    /** While the plugin of a tool is replaced its calls wait, for a moment: a call that was approved is to be made. */
    @Override
    public synchronized Optional<Seat> tool(String name) {
        Open there = now().get(name);
        if (there != null && there.offered() && !isOffered(there, disabled.get())) {
            return Optional.empty();
        }
        Duration patience = everOpen.contains(name) ? BACK_SOON : Duration.ZERO;
        return await(name, patience, open -> true).map(Guarded::new);
    }

    /** Waits for the tool in a life other than the given one. */
    private Optional<Open> nextLife(Open past) {
        return await(past.spec().name(), NEXT_LIFE, open -> open.plugin() != past.plugin());
    }

    private synchronized Optional<Open> await(String name, Duration patience, Predicate<Open> wanted) {
        long until = around.clock().millis() + patience.toMillis();
        Optional<Open> now = Optional.ofNullable(now().get(name)).filter(wanted);
        try {
            for (long left = patience.toMillis(); now.isEmpty() && left > 0; ) {
                wait(left);
                now = Optional.ofNullable(now().get(name)).filter(wanted);
                left = until - around.clock().millis();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return now;
    }

    private final class Guarded implements Seat {
        private final Open open;

        Guarded(Open open) {
            this.open = open;
        }

        @Override
        public Assessment assess(ToolCall call, ToolScope scope) {
            return open.plugin()
                    .inline()
                    .call("assessing a call", () -> open.tool().assess(call, scope))
                    .fold(
                            Outcome.Done::value,
                            threw -> unjudged(threw.why()),
                            overdue -> unjudged(overdue.why()),
                            not -> unjudged(not.why()));
        }

        /** What could not be judged does not run. */
        private Assessment unjudged(String why) {
            return new Assessment.Forbidden("The call could not be judged: " + why);
        }

        @Override
        public ToolResult run(ToolCall call, ToolRun run) {
            return ended(
                    open.plugin().guarded().begin("a tool", null, () -> open.tool()
                            .run(call, run)),
                    call,
                    run);
        }

        @Override
        public ToolResult recover(ToolCall call, ToolRun run) {
            return ended(
                    open.plugin().guarded().begin("a tool", null, () -> open.tool()
                            .recover(call, run)),
                    call,
                    run);
        }

        private ToolResult ended(
                io.hermesgateway.core.host.GuardedCall.Running<ToolResult> call, ToolCall what, ToolRun run) {
            return call.outcome()
                    .join()
                    .fold(
                            done -> told(what, run, done.value()),
                            threw -> ToolResult.failed("The tool failed: " + threw.why()),
                            stopped -> inNextLife(what, run, stopped.why()),
                            stopped -> inNextLife(what, run, stopped.why()));
        }

        /** A tool that was interrupted because its plugin stops cannot know how its work ends; its next life can. */
        private ToolResult told(ToolCall call, ToolRun run, ToolResult result) {
            boolean stopped = result.outcome() == ToolResult.Outcome.UNKNOWN
                    && !open.plugin().alive();
            return stopped ? inNextLife(call, run, result.text()) : result;
        }

        private ToolResult inNextLife(ToolCall call, ToolRun run, String why) {
            return nextLife(open)
                    .map(next -> new Guarded(next).recover(call, run))
                    .orElseGet(() -> ToolResult.unknown("Whether this was done is not known: " + why));
        }
    }
}
