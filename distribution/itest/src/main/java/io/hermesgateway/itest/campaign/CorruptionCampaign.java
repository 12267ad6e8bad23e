package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The history is damaged in every way, while the gateway runs and while it is stopped, and people go on talking. Nothing
 * ends, nothing is started again by hand, every word is taken, and afterwards every row is there that the command line
 * of SQLite recovers from the damaged file.
 */
public final class CorruptionCampaign {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int ROWS_BETWEEN = 10;
    private static final long AHEAD_MOST = 1_000_000;

    private final List<Harm> harms = new ArrayList<>(List.of(Harm.values()));
    private final Round round;
    private final Random random;
    private final Home home;
    private final Path database;
    private final Path foreign;
    private final Path older;
    private final boolean recovers;
    private final Result result;
    private final Repairs repairs;
    private final Map<String, Integer> strikes = new TreeMap<>();
    private final List<String> ends = new ArrayList<>();
    /** Ends with the memory that was pulled away from under a transaction, which no process survives. */
    private final List<String> pulledAway = new ArrayList<>();

    private final List<String> missing = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    /** Keys that only damage made. */
    private final Set<String> garbage = new HashSet<>();

    private final List<Long> times = new ArrayList<>();
    private long recovered;
    private long backups;
    private long stops;
    private long pid = -1;

    private CorruptionCampaign(Round round) throws IOException, SQLException {
        this.round = round;
        this.random = new Random(round.seed());
        this.home = Home.in(round.folder().resolve("home"));
        this.database = home.folder().resolve("state.db");
        this.foreign = round.folder().resolve("foreign.db");
        this.older = round.folder().resolve("older.db");
        this.recovers = Rows.canRecover(round.folder());
        this.result = new Result("corruption", round);
        this.repairs = new Repairs(home);
        Collections.shuffle(harms, random);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        System.exit(new CorruptionCampaign(Round.of("corruption", 300, arguments)).run());
    }

    private int run() throws IOException, SQLException {
        Foreign.make(foreign);
        if (!recovers) {
            System.out.println(
                    "there is no sqlite3 that can .recover; rows are judged by what stood in the sound file");
        }
        try (FarSide far = new FarSide(round.folder().resolve("transcript"))) {
            home.config(Home.yaml(far, "[\"*\"]") + "    home_channel: chat-keeper\n");
            home.drop(round.dist().example(), "example.jar");
            List<Talker> talkers = new ArrayList<>();
            GatewayProcess gateway = start();
            try {
                List.of("ann", "bob", "eve").forEach(name -> talkers.add(new Talker(far, Person.of("example", name))));
                await("the first rows", () -> Rows.turns(database) > ROWS_BETWEEN);
                copy(database, older);
                for (int i = 0; i < round.reps(); i++) {
                    gateway = strike(gateway, harms.get(i % harms.size()), i);
                }
                talkers.forEach(Talker::stop);
                return report(gateway, far, talkers);
            } finally {
                gateway.close();
            }
        }
    }

    private GatewayProcess start() {
        GatewayProcess gateway = GatewayProcess.alone(round.dist(), home, Map.of());
        pid = gateway.ready(pid);
        return gateway.platform("example", "online");
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what + " in " + round.folder(), PATIENCE, () -> {
            Await.pause(GLANCE);
            return condition.getAsBoolean();
        });
    }

    private Set<String> rowsNow() {
        try {
            return Rows.of(database, "?mode=ro");
        } catch (SQLException notNow) {
            return Set.of();
        }
    }

    private GatewayProcess strike(GatewayProcess gateway, Harm harm, int number) throws IOException, SQLException {
        boolean running = harm.onlyRunning() || random.nextInt(3) > 0;
        long before = Rows.turns(database);
        await("more rows", () -> Rows.turns(database) >= before + ROWS_BETWEEN);
        if (number % 10 == 5) {
            backUp(gateway);
        }
        strikes.merge(harm + (running ? " running" : " stopped"), 1, Integer::sum);
        long since = System.nanoTime();
        GatewayProcess after = gateway;
        if (harm == Harm.LOCKED) {
            lock();
        } else if (running) {
            Case found = frozen(harm);
            heals(found, harm + ", running, number " + number);
        } else {
            after = stopped(gateway, harm, number);
        }
        times.add(System.nanoTime() - since);
        System.out.println((number + 1) + " " + harm + (running ? " running" : " stopped") + ": "
                + (System.nanoTime() - since) / 1_000_000 + " ms, " + recovered + " rows recovered, " + missing.size()
                + " missing, " + lost.size() + " lost, " + (ends.size() + pulledAway.size()) + " ends");
        if (after.serving().map(ProcessHandle::pid).filter(id -> id == pid).isEmpty()) {
            String end = "the gateway ended after " + harm + ", number " + number + "\n" + after.evidence();
            (harm == Harm.INDEX_CUT ? pulledAway : ends).add(end);
            after.close();
            after = start();
        }
        repairs.read();
        return after;
    }

    private void backUp(GatewayProcess gateway) {
        try {
            gateway.control().call("store.backup", Map.of());
            backups++;
        } catch (IOException | RuntimeException refused) {
            System.out.println("no backup: " + refused.getMessage());
        }
    }

    /** What stood in the file before, and what is recovered from it now. */
    private record Case(Set<String> before, Set<String> recovered) {}

    /** Strikes between two heartbeats of the process, so that what is compared is one state of the file. */
    private Case frozen(Harm harm) throws IOException, SQLException {
        signal("STOP");
        try {
            return struck(harm);
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Case struck(Harm harm) throws IOException, SQLException {
        Path sound = Files.createDirectories(round.folder().resolve("sound")).resolve("state.db");
        copy(database, sound);
        Path damaged =
                Files.createDirectories(round.folder().resolve("damaged")).resolve("state.db");
        harm.on(database, foreign, older, random);
        copy(database, damaged);
        Set<String> before = Rows.of(sound, "");
        Set<String> found = recovers && Files.exists(damaged) ? Rows.recovered(damaged, round.folder()) : Set.of();
        return new Case(before, found);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path source = Harm.beside(from, suffix);
            Path target = Harm.beside(to, suffix);
            Files.deleteIfExists(target);
            if (Files.exists(source) && !suffix.equals("-shm")) {
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private GatewayProcess stopped(GatewayProcess gateway, Harm harm, int number) throws IOException, SQLException {
        stops++;
        if (random.nextBoolean()) {
            gateway.terminate();
            if (gateway.exit() != 0) {
                ends.add("a clean stop ended with " + gateway.exit());
            }
        } else {
            gateway.kill();
        }
        gateway.close();
        Case found = struck(harm);
        GatewayProcess next = start();
        heals(found, harm + ", stopped, number " + number);
        return next;
    }

    private void heals(Case found, String what) {
        Set<String> wanted = new TreeSet<>(found.before());
        wanted.retainAll(found.recovered());
        recovered += found.recovered().size();
        found.recovered().stream().filter(row -> !found.before().contains(row)).forEach(garbage::add);
        Set<String> all = new HashSet<>(found.before());
        all.removeIf(row -> !wanted.contains(row) && (!row.startsWith("turns:") || garbage.contains(row)));
        if (!Await.within(PATIENCE, () -> isWell(all))) {
            Set<String> now = rowsNow();
            wanted.removeAll(now);
            Set<String> gone = new TreeSet<>(found.before());
            gone.removeAll(now);
            wanted.stream().limit(3).forEach(row -> missing.add(row + " after " + what));
            gone.removeIf(row -> !row.startsWith("turns:") || garbage.contains(row));
            gone.stream().limit(3).forEach(row -> lost.add(row + " after " + what));
            if (!Rows.sound(database)) {
                lost.add("the file is not sound after " + what);
            }
        }
        tellGarbage(found.before(), rowsNow());
    }

    /** A turn that appears after a strike at a place that lay behind already, or far ahead, was made by damage. */
    private void tellGarbage(Set<String> before, Set<String> after) {
        long last = before.stream()
                .filter(row -> !garbage.contains(row))
                .mapToLong(CorruptionCampaign::position)
                .max()
                .orElse(0);
        for (String row : after) {
            long position = before.contains(row) ? 0 : position(row);
            if (position > 0 && (position <= last || position > last + AHEAD_MOST)) {
                garbage.add(row);
            }
        }
    }

    private static long position(String row) {
        return row.startsWith("turns:") ? Long.parseLong(row.substring("turns:".length())) : 0;
    }

    private boolean isWell(Set<String> all) {
        Await.pause(GLANCE);
        return rowsNow().containsAll(all) && Rows.sound(database);
    }

    private void lock() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout=20000");
            statement.execute("BEGIN IMMEDIATE");
            Await.pause(Duration.ofMillis(2_000 + random.nextInt(8_000)));
            statement.execute("ROLLBACK");
        }
    }

    private int report(GatewayProcess gateway, FarSide far, List<Talker> talkers) {
        List<String> refused = new ArrayList<>();
        talkers.forEach(talker -> refused.addAll(talker.refused()));
        int taken = talkers.stream().mapToInt(Talker::taken).sum();
        long told = far.shown(one -> one.chat().equals("chat-keeper")).size();
        long restarts = gateway.rows("plugins.list").stream()
                .filter(row -> row.path("id").asText().equals("store-sqlite"))
                .mapToLong(row -> row.path("restarts").asLong())
                .sum();
        Figures healing = Figures.of(times);
        strikes.forEach((kind, count) -> System.out.println(kind + ": " + count));
        result.number("strikes", round.reps())
                .number("stops", stops)
                .number("backups", backups)
                .number("messages_taken", taken)
                .number("rows_recovered_by_sqlite3", recovers ? recovered : -1)
                .number("rows_garbled", garbage.size());
        repairs.into(result);
        result.number("told_in_home_channel", told)
                .number("median_ms", healing.at(0.5))
                .number("worst_ms", healing.at(1))
                .number("ends_with_index_cut", pulledAway.size())
                .nought("exits", ends)
                .nought("rows_missing", missing)
                .nought("rows_lost", lost)
                .nought("messages_refused", refused)
                .nought("complaints", far.complaints())
                .number("restarts", restarts)
                .holds(restarts == 0, "the store was restarted " + restarts + " times")
                .holds(told > 0 || repairs.count() == 0, "nobody was told in the home channel");
        return result.print(round.reps() + " strikes, " + repairs.count() + " repairs, median " + healing.at(0.5)
                + " ms from the strike to a sound file; " + taken + " messages taken meanwhile, " + refused.size()
                + " not; " + missing.size() + " recovered rows missing.");
    }
}
