package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.GuardedCall;
import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.core.turn.Brain;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.error.ErrorCode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The open agents, by kind; the configured kind serves. */
public final class AgentSeats implements Seats, Brain {
    private record Seat(LivePlugin plugin, Agent agent, PluginTasks tasks) {}

    private final Surroundings around;
    private final Supplier<String> kind;
    private final Map<String, Seat> byKind = new ConcurrentHashMap<>();

    public AgentSeats(Surroundings around, Supplier<String> kind) {
        this.around = around;
        this.kind = kind;
    }

    @Override
    public void open(LivePlugin plugin) {
        for (AgentFactory factory : plugin.offers().agents()) {
            PluginTasks tasks = plugin.tasks();
            AgentContext context = new Context(plugin, tasks, factory);
            plugin.guarded()
                    .call("opening the agent", around.limits().start(), () -> {
                        byKind.put(factory.kind(), new Seat(plugin, factory.open(context), tasks));
                        return Boolean.TRUE;
                    })
                    .orThrow();
        }
    }

    @Override
    public void close(LivePlugin plugin) {
        byKind.forEach((name, seat) -> {
            if (seat.plugin() == plugin && byKind.remove(name, seat)) {
                plugin.guarded()
                        .run("closing the agent", around.limits().stop(), seat.agent()::close)
                        .trouble();
                seat.tasks().close();
            }
        });
    }

    @Override
    public boolean present() {
        return byKind.containsKey(kind.get());
    }

    @Override
    public Run run(Turn turn, TurnContext context, Consumer<Runnable> interruptBy) {
        Seat seat = byKind.get(kind.get());
        if (seat == null) {
            return new Run.Gone();
        }
        GuardedCall.Running<TurnOutcome> call =
                seat.plugin().guarded().begin("a turn", null, () -> seat.agent().run(turn, context));
        interruptBy.accept(call::interrupt);
        Outcome<TurnOutcome> outcome = call.outcome().join();
        return outcome.fold(
                done -> new Run.Ended(done.value()),
                threw -> new Run.Ended(failed(turn, threw.code())),
                stopped -> new Run.Gone(),
                stopped -> new Run.Gone());
    }

    /** What exactly was thrown is the operator's to read in the log, not the person's in the chat. */
    private static TurnOutcome failed(Turn turn, ErrorCode code) {
        return new TurnOutcome.Failed(code, Words.of(Brain.class, turn.text()).say("agent-failed"), null);
    }

    private final class Context extends Surroundings.BaseContext implements AgentContext {
        Context(LivePlugin plugin, PluginTasks tasks, AgentFactory factory) {
            super(around, plugin, tasks, factory.settings());
        }
    }
}
