package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Jars;
import io.hermesgateway.itest.world.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * While people talk, the store is restarted, replaced by another jar and by a store of another kind, again and again.
 * Every word must be in the history once, whichever kind is asked in the end.
 */
public final class StoreSwapCampaign {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WARM = 6;
    private static final int FILES = 8;
    private static final int THREADS = 8;
    private static final long METASPACE_KB = 6_000;
    private static final List<String> PLUGINS = List.of("store-sqlite", "store-jsonl");

    private final Round round;
    private final Random random;
    private final List<Long> swaps = new ArrayList<>();
    private String kind = "sqlite";
    private int version;

    private StoreSwapCampaign(Round round) {
        this.round = round;
        this.random = new Random(round.seed());
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new StoreSwapCampaign(Round.of("store-swap", 200, arguments)).run());
    }

    private int run() throws IOException {
        Home home = Home.in(round.folder().resolve("home"));
        Result result = new Result("store-swap", round);
        try (FarSide far = new FarSide(round.folder().resolve("transcript"))) {
            configure(home, far);
            home.drop(round.dist().example(), "example.jar");
            try (GatewayProcess gateway = GatewayProcess.alone(round.dist(), home, Map.of())) {
                long pid = gateway.ready(-1);
                gateway.platform("example", "online");
                whole(gateway);
                List<Person> people = List.of(Person.of("example", "ann"), Person.of("example", "bob"));
                List<Neighbour> talking =
                        people.stream().map(who -> new Neighbour(far, who)).toList();
                times(WARM, gateway, home, far);
                Holdings before = Holdings.of(pid);
                swaps.clear();
                times(round.reps(), gateway, home, far);
                Holdings after = Holdings.of(pid);
                talking.forEach(Neighbour::stop);
                List<String> wrong = new ArrayList<>();
                for (String each : List.of("sqlite", "jsonl")) {
                    kind = each;
                    configure(home, far);
                    whole(gateway);
                    for (int i = 0; i < people.size(); i++) {
                        wrong.addAll(told(gateway, people.get(i), talking.get(i).talked(), each));
                    }
                }
                return report(result, talking, wrong, before, after);
            }
        }
    }

    private void configure(Home home, FarSide far) {
        String text = Home.yaml(far, "[\"*\"]") + "store: {kind: %s}\n".formatted(kind);
        home.write("config.yaml.new", text);
        try {
            Files.move(
                    home.folder().resolve("config.yaml.new"),
                    home.folder().resolve("config.yaml"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void times(int times, GatewayProcess gateway, Home home, FarSide far) throws IOException {
        for (int i = 0; i < times; i++) {
            long since = System.nanoTime();
            String plugin = PLUGINS.get(random.nextInt(PLUGINS.size()));
            switch (i % 3) {
                case 0 -> gateway.call("plugins.restart", Map.of("id", plugin));
                case 1 -> replace(gateway, home, plugin);
                default -> {
                    kind = kind.equals("sqlite") ? "jsonl" : "sqlite";
                    configure(home, far);
                }
            }
            whole(gateway);
            swaps.add(System.nanoTime() - since);
        }
    }

    private void replace(GatewayProcess gateway, Home home, String plugin) throws IOException {
        String next = "9.0." + ++version;
        Path jar = Jars.version(
                round.dist().bundle(plugin),
                next,
                Files.createDirectories(round.folder().resolve("jars")).resolve("next.jar"));
        home.drop(jar, plugin + ".jar");
        gateway.row(
                "plugins.list",
                plugin + " " + next,
                row -> row.path("id").asText().equals(plugin)
                        && row.path("state").asText().equals("running")
                        && row.path("version").asText().startsWith(next));
    }

    /** Waits until both stores run and the one that is configured has nearly everything. */
    private void whole(GatewayProcess gateway) {
        PLUGINS.forEach(plugin -> gateway.plugin(plugin, "running"));
        Await.until("the store '" + kind + "' to be fed\n" + gateway.evidence(), PATIENCE, () -> {
            for (JsonNode row : gateway.call("status", Map.of()).path("components")) {
                if (row.path("id").asText().equals("store")) {
                    return row.path("state").asText().equals("ok")
                            && row.path("detail").asText().equals(kind);
                }
            }
            return false;
        });
    }

    /** What is wrong with what the history says a person said. */
    private static List<String> told(GatewayProcess gateway, Person who, int said, String kind) {
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode session : gateway.call("sessions.list", Map.of()).path("sessions")) {
            try {
                gateway.control()
                        .call("sessions.show", Map.of("id", session.path("id").asText()), item -> {
                            for (JsonNode line : item.path("messages")) {
                                if (line.path("role").asText().equals("user")) {
                                    times.merge(line.path("text").asText(), 1, Integer::sum);
                                }
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < said; i++) {
            String text = who.name() + " says " + i;
            int found = times.getOrDefault(text, 0);
            if (found != 1) {
                wrong.add(text + " is there " + found + " times in " + kind);
            }
        }
        return wrong;
    }

    private int report(Result result, List<Neighbour> talking, List<String> wrong, Holdings before, Holdings after) {
        List<String> failures = new ArrayList<>();
        talking.forEach(neighbour -> failures.addAll(neighbour.failures()));
        Figures times = Figures.of(swaps);
        int messages = talking.stream().mapToInt(Neighbour::talked).sum();
        result.number("swaps", swaps.size())
                .number("swap_median_ms", times.at(0.5))
                .number("swap_worst_ms", times.at(1))
                .number("messages", messages)
                .number("message_worst_ms", talking.get(0).waits().at(1))
                .number("loaders_before", before.loaders())
                .number("loaders_after", after.loaders())
                .number("threads_before", before.threads())
                .number("threads_after", after.threads())
                .number("files_before", before.files())
                .number("files_after", after.files())
                .number("metaspace_kb_before", before.metaspace())
                .number("metaspace_kb_after", after.metaspace())
                .nought("not_answered_once", failures)
                .nought("lost_or_twice_in_history", wrong)
                .holds(messages >= 2 * swaps.size(), "people said too little to prove anything: " + messages)
                .holds(after.loaders() <= before.loaders() + 1, "class loaders are left behind")
                .holds(after.threads() <= before.threads() + THREADS, "more threads than before")
                .holds(after.files() <= before.files() + FILES, "more open files than before")
                .holds(after.metaspace() <= before.metaspace() + METASPACE_KB, "more metaspace than before");
        return result.print(swaps.size() + " swaps of stores, median " + times.at(0.5) + " ms; meanwhile " + messages
                + " messages, of which " + wrong.size() + " are not in the history exactly once.");
    }
}
