package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.core.host.PluginTasks;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Ports;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** The running services of our own bundles. */
public final class ServiceSeats implements Seats {
    /**
     * What services may reach beside the common things.
     *
     * @param trouble shows trouble, or with an empty text its end, in the row of a component
     */
    public record Reach(
            Supplier<GatewayControl> control, Turns turns, Ports ports, BiConsumer<String, String> trouble) {}

    private record Open(LivePlugin plugin, ServiceFactory factory, Service service, PluginTasks tasks) {}

    private final Surroundings around;
    private final Reach reach;
    private final List<Open> open = new CopyOnWriteArrayList<>();

    public ServiceSeats(Surroundings around, Reach reach) {
        this.around = around;
        this.reach = reach;
    }

    @Override
    public void open(LivePlugin plugin) {
        plugin.offers().services().forEach(factory -> open(plugin, factory));
    }

    private void open(LivePlugin plugin, ServiceFactory factory) {
        PluginTasks tasks = plugin.tasks();
        Context context = new Context(plugin, tasks, factory);
        Service service = plugin.guarded()
                .call("opening " + factory.name(), around.limits().start(), () -> factory.open(context))
                .orThrow();
        open.add(new Open(plugin, factory, service, tasks));
        plugin.guarded()
                .run("starting " + factory.name(), around.limits().start(), service::start)
                .orThrow();
    }

    @Override
    public void close(LivePlugin plugin) {
        open.stream().filter(o -> o.plugin() == plugin).toList().forEach(this::close);
    }

    private void close(Open seat) {
        open.remove(seat);
        LivePlugin plugin = seat.plugin();
        plugin.guarded()
                .call("closing " + seat.factory().name(), around.limits().stop(), () -> {
                    seat.service().close();
                    return seat.service().rest(plugin.patience()).toCompletableFuture();
                })
                .fold(done -> plugin.keepFor(done.value()), threw -> false, overdue -> false, notCalled -> false);
        seat.tasks().close();
    }

    /** Tells services whose sections changed; one that cannot take it while running is opened anew. */
    public void changed(Set<String> sections) {
        for (Open seat : List.copyOf(open)) {
            boolean concerned = seat.factory().settings().stream()
                    .map(SettingsSpec::section)
                    .anyMatch(sections::contains);
            if (concerned && !takesChange(seat)) {
                close(seat);
                open(seat.plugin(), seat.factory());
            }
        }
    }

    private boolean takesChange(Open seat) {
        return seat.plugin()
                .guarded()
                .call("a change of settings", around.limits().start(), seat.service()::changed)
                .fold(done -> done.value(), threw -> false, overdue -> true, notCalled -> true);
    }

    /** Names of the services that run now. */
    public List<String> running() {
        List<String> names = new ArrayList<>();
        open.forEach(seat -> names.add(seat.factory().name()));
        return names;
    }

    private final class Context extends Surroundings.BaseContext implements ServiceContext {
        private final ServiceFactory factory;
        private final LivePlugin plugin;

        Context(LivePlugin plugin, PluginTasks tasks, ServiceFactory factory) {
            super(around, plugin, tasks, factory.settings());
            this.factory = factory;
            this.plugin = plugin;
        }

        @Override
        public GatewayControl control() {
            return reach.control().get();
        }

        @Override
        public Turns turns() {
            return reach.turns();
        }

        @Override
        public Ports ports() {
            return reach.ports();
        }

        @Override
        public void report(String trouble) {
            if (plugin.alive()) {
                reach.trouble().accept(factory.name(), trouble);
            }
        }
    }
}
