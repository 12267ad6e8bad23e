package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Jars;
import io.hermesgateway.itest.world.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plugin is replaced again and again by renaming jars into the folder; its neighbours must not notice. */
public final class SwapCampaign {
    private static final String SWAPPED = "platform-example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Round round;
    private final List<Long> swaps = new ArrayList<>();

    private SwapCampaign(Round round) {
        this.round = round;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new SwapCampaign(Round.of("swap", 1_000, arguments)).run());
    }

    private int run() throws IOException {
        Home home = Home.in(round.folder().resolve("home"));
        Path made = Files.createDirectories(round.folder().resolve("jars"));
        Result result = new Result("swap", round);
        try (FarSide far = new FarSide(round.folder().resolve("transcript"))) {
            home.config(Home.yaml(far, "[\"*\"]")
                    + "  partner: {enabled: true, port: %d, allowed_users: [\"*\"]}\n".formatted(far.port()));
            home.drop(
                    Jars.relative(round.dist().plainExample(), "partner", made.resolve("partner.jar")), "partner.jar");
            home.drop(round.dist().example(), "example.jar");
            try (GatewayProcess gateway = GatewayProcess.alone(round.dist(), home, Map.of())) {
                gateway.ready().platform("partner", "online").platform("example", "online");
                List<Neighbour> neighbours = List.of(
                        new Neighbour(far, Person.of("partner", "ann")),
                        new Neighbour(far, Person.of("partner", "bob")));
                for (int i = 0; i < round.reps(); i++) {
                    swap(gateway, home, made.resolve("next.jar"), "1.0." + i);
                }
                neighbours.forEach(Neighbour::stop);
                return report(result, gateway, far, neighbours);
            }
        }
    }

    private void swap(GatewayProcess gateway, Home home, Path next, String version) {
        Jars.version(round.dist().example(), version, next);
        long since = System.nanoTime();
        home.drop(next, "example.jar");
        Await.until("version " + version + " to run and to be online\n" + gateway.evidence(), PATIENCE, () -> {
            boolean runs = gateway.rows("plugins.list").stream().anyMatch(row -> is(row, SWAPPED, "running", version));
            return runs && gateway.rows("platforms.list").stream().anyMatch(row -> is(row, "example", "online", ""));
        });
        swaps.add(System.nanoTime() - since);
    }

    private static boolean is(JsonNode row, String id, String state, String version) {
        return row.path("id").asText().equals(id)
                && row.path("state").asText().equals(state)
                && row.path("version").asText().startsWith(version);
    }

    private int report(Result result, GatewayProcess gateway, FarSide far, List<Neighbour> neighbours) {
        List<String> failures = new ArrayList<>();
        neighbours.forEach(neighbour -> failures.addAll(neighbour.failures()));
        long connects = gateway.rows("platforms.list").stream()
                .filter(row -> row.path("id").asText().equals("partner"))
                .mapToLong(row -> row.path("connects").asLong())
                .sum();
        Figures times = Figures.of(swaps);
        int messages = neighbours.stream().mapToInt(Neighbour::talked).sum();
        result.number("swaps", swaps.size())
                .number("swap_median_ms", times.at(0.5))
                .number("swap_worst_ms", times.at(1))
                .number("neighbour_messages", messages)
                .number("neighbour_median_ms", neighbours.get(0).waits().at(0.5))
                .number("neighbour_worst_ms", neighbours.get(0).waits().at(1))
                .number("neighbour_connects", connects)
                .nought("neighbour_failures", failures)
                .nought("complaints", far.complaints())
                .holds(messages > swaps.size(), "the neighbours said too little to prove anything: " + messages)
                .holds(connects <= 1, "the neighbour's platform connected " + connects + " times");
        return result.print(swaps.size() + " swaps, median " + times.at(0.5) + " ms; meanwhile " + messages
                + " messages of another plugin were answered, " + failures.size() + " were not.");
    }
}
