package io.hermesgateway.simulators.run;

import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Simulator;
import io.hermesgateway.simulators.qq.QqSimulator;
import io.hermesgateway.simulators.weixin.WeixinSimulator;
import java.io.IOException;
import java.io.PrintStream;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * {@code hermes simulate}: the named simulators on one port until somebody stops them. The command finds this class by its
 * name, because simulators are in no program's class path but their own.
 */
public final class Simulate implements Callable<Integer>, AutoCloseable {
    private static final Map<String, Function<Simulation, Simulator>> ALL = all();

    private final List<String> names;
    private final Locale language;
    private final PrintStream out;
    private final Simulation simulation;
    private final CountDownLatch end = new CountDownLatch(1);

    private static Map<String, Function<Simulation, Simulator>> all() {
        Map<String, Function<Simulation, Simulator>> all = new LinkedHashMap<>();
        all.put("qqbot", QqSimulator::new);
        all.put("weixin", WeixinSimulator::forPeople);
        return all;
    }

    /**
     * Listens.
     *
     * @param names which; none means all
     * @param port zero for any
     * @throws IllegalArgumentException when there is no simulator of a name
     * @throws IOException when the port is taken
     */
    public Simulate(List<String> names, int port, Locale language, PrintStream out) throws IOException {
        this.names = names.isEmpty()
                ? List.copyOf(ALL.keySet())
                : names.stream().distinct().toList();
        this.language = language;
        this.out = out;
        for (String name : this.names) {
            if (!ALL.containsKey(name)) {
                throw new IllegalArgumentException(say("unknown", name, String.join(", ", ALL.keySet())));
            }
        }
        this.simulation = Simulation.live(port);
    }

    /** Prints where they are and how a gateway finds them, and stays until it is closed. */
    @Override
    public Integer call() throws InterruptedException {
        for (String name : names) {
            Function<Simulation, Simulator> make = ALL.get(name);
            if (make != null) {
                print(make.apply(simulation));
            }
        }
        out.println(say("stop"));
        end.await();
        return 0;
    }

    private void print(Simulator simulator) {
        String title = simulator.title().getOrDefault(language.getLanguage(), simulator.id());
        out.println(say("open", title, simulation.server().url() + "/_sim/" + simulator.id() + "/"));
        out.println("  " + say("config"));
        simulator.config().forEach(line -> out.println("    " + line));
        out.println("  " + say("environment"));
        simulator.environment().forEach(line -> out.println("    " + line));
    }

    private String say(String key, Object... arguments) {
        ResourceBundle words = ResourceBundle.getBundle(
                "io.hermesgateway.simulators.run.words",
                language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT,
                Simulate.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(key), Locale.ROOT).format(arguments);
    }

    /** The address of all. */
    public String url() {
        return simulation.server().url();
    }

    @Override
    public void close() {
        simulation.close();
        end.countDown();
    }
}
