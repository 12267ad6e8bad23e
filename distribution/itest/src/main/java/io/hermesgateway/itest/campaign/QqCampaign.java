package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Jars;
import io.hermesgateway.itest.world.QqWorld;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Transcript.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The approval deadlock of old, again and again: somebody is asked, and the connection is rotated, the platform is
 * restarted, its plugin is replaced or the gateway is killed before, during or after the click. The command must run
 * once, and the answer must come.
 */
public final class QqCampaign {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PEOPLE = 10;

    private final Round round;
    private final Random random;
    private final QqWorld world = new QqWorld();
    private final Path traces;
    private final Path jars;
    private final List<String> lost = new ArrayList<>();
    private final List<Long> acks = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final Map<Harm, Integer> harms = new EnumMap<>(Harm.class);
    private int versions;

    /** What happens to the connection. */
    private enum Harm {
        ROTATION,
        RESTART,
        REPLACEMENT,
        KILL
    }

    private QqCampaign(Round round) throws IOException {
        this.round = round;
        this.random = new Random(round.seed());
        this.traces = Files.createFile(round.folder().resolve("traces"));
        this.jars = Files.createDirectories(round.folder().resolve("jars"));
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new QqCampaign(Round.of("qq", 1_000, arguments)).run());
    }

    private int run() {
        Home home = Home.in(round.folder().resolve("home")).config(world.yaml());
        Result result = new Result("qq", round);
        try (world;
                GatewayProcess gateway = GatewayProcess.supervised(round.dist(), home, Map.of())) {
            gateway.ready().platform("qqbot", "online");
            for (int i = 0; i < round.reps(); i++) {
                ask(gateway, i);
            }
            gateway.ready().platform("qqbot", "online");
            return report(result, gateway);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(GatewayProcess gateway, int number) {
        String who = "person" + number % PEOPLE;
        String mark = mark(number);
        long since = System.nanoTime();
        world.qq()
                .say(
                        who,
                        "run: echo " + mark + " >> " + traces + "; rm -rf " + round.folder() + "/none-" + mark
                                + "; echo done-" + mark);
        Harm harm = harm();
        harms.merge(harm, 1, Integer::sum);
        try {
            Entry question = world.question("done-" + mark);
            int moment = random.nextInt(3);
            if (moment == 0) {
                harm(gateway, harm);
            }
            Entry click = click(who, question);
            if (moment == 2) {
                acks.add(ack(click));
            }
            if (moment != 0) {
                Await.pause(Duration.ofMillis(moment == 1 ? random.nextInt(30) : random.nextInt(300)));
                harm(gateway, harm);
            }
            world.sees(
                    "out",
                    entry -> entry.text("text").contains("done-" + mark)
                            && !entry.data().has("keyboard"));
            waits.add(System.nanoTime() - since);
        } catch (AssertionError never) {
            lost.add(mark + " after " + harm + ": "
                    + String.valueOf(never.getMessage()).lines().findFirst().orElse("") + "\n" + gateway.evidence());
        }
    }

    private Harm harm() {
        int dice = random.nextInt(20);
        return dice < 14 ? Harm.ROTATION : dice < 16 ? Harm.RESTART : dice < 18 ? Harm.REPLACEMENT : Harm.KILL;
    }

    private void harm(GatewayProcess gateway, Harm harm) {
        switch (harm) {
            case ROTATION -> rotate();
            case RESTART -> gateway.call("platforms.restart", Map.of("id", "qqbot"));
            case REPLACEMENT -> replace(gateway);
            case KILL -> gateway.ready(gateway.kill());
        }
    }

    private void rotate() {
        switch (random.nextInt(3)) {
            case 0 -> world.qq().fault("op7_4009");
            case 1 -> world.qq().fault("reset");
            default -> world.qq().close(4009, "Session timed out");
        }
    }

    private void replace(GatewayProcess gateway) {
        String version = "1.0." + versions++;
        Path next = Jars.version(round.dist().bundle("platform-qqbot"), version, jars.resolve("next.jar"));
        gateway.home().drop(next, "qqbot.jar");
        Await.until("version " + version, PATIENCE, () -> gateway.rows("plugins.list").stream()
                .anyMatch(row -> row.path("id").asText().equals("platform-qqbot")
                        && row.path("version").asText().startsWith(version)
                        && row.path("state").asText().equals("running")));
    }

    private Entry click(String who, Entry question) {
        String button =
                question.data().findPath("rows").toString().replaceAll("(?s).*?\"([0-9a-f]{32}:once)\".*", "$1");
        String interaction = world.qq()
                .act("click", Json.object().put("user", who).put("button", button))
                .path("interaction")
                .asText();
        return world.sees("click", entry -> entry.text("interaction").equals(interaction));
    }

    private long ack(Entry click) {
        return world.sees("ack", entry -> entry.text("interaction").equals(click.text("interaction")))
                .data()
                .path("latency_ms")
                .asLong();
    }

    private int report(Result result, GatewayProcess gateway) throws IOException {
        List<String> ran = Files.readAllLines(traces);
        List<String> wrong = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (int i = 0; i < round.reps(); i++) {
            String mark = mark(i);
            long times = ran.stream().filter(mark::equals).count();
            if (times != 1) {
                wrong.add(mark + " ran " + times + " times");
            }
            more(twice, mark + " was answered", entry -> isAnswer(entry, mark));
            more(twice, mark + " was asked", entry -> isQuestion(entry, mark));
        }
        numbers(result, gateway)
                .nought("answers_lost", lost)
                .nought("commands_not_once", wrong)
                .nought("said_twice", twice);
        return result.print(round.reps() + " approvals by button on QQ, each with a broken connection, a restart, a new"
                + " plugin or a kill around the click: " + wrong.size() + " commands did not run once, " + lost.size()
                + " answers did not come.");
    }

    private void more(List<String> twice, String what, Predicate<Entry> which) {
        int times = world.all("out", which).size();
        if (times > 1) {
            twice.add(what + " " + times + " times");
        }
    }

    private Result numbers(Result result, GatewayProcess gateway) {
        long uncertain = gateway.rows("deliveries.list").stream()
                .filter(row -> row.path("state").asText().equals("uncertain"))
                .count();
        for (Harm harm : Harm.values()) {
            result.number(harm.name().toLowerCase(Locale.ROOT), harms.getOrDefault(harm, 0));
        }
        Figures clicks = new Figures(acks.stream().sorted().toList());
        Figures answered = Figures.of(waits);
        return result.number("approvals", round.reps())
                .number("click_p50_ms", clicks.at(0.5))
                .number("click_p99_ms", clicks.at(0.99))
                .number("answer_median_ms", answered.at(0.5))
                .number("answer_worst_ms", answered.at(1))
                .number("logins", world.all("ready", e -> true).size())
                .number("resumes", world.all("resumed", e -> true).size())
                .number("uncertain", uncertain);
    }

    private static String mark(int number) {
        return "n" + number + "x";
    }

    private static boolean isAnswer(Entry entry, String mark) {
        return entry.text("text").contains("done-" + mark) && !entry.data().has("keyboard");
    }

    private static boolean isQuestion(Entry entry, String mark) {
        return entry.text("text").contains("done-" + mark) && entry.data().has("keyboard");
    }
}
