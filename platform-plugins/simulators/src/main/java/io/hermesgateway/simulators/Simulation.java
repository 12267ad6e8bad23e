package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the simulated far sides of one process share: the port, the time, the dice, the transcript, the knobs, and {@code
 * /_sim} for whoever plays the people.
 */
public final class Simulation implements AutoCloseable {
    private static final Instant TEST_TIME = Instant.parse("2026-11-20T03:57:00Z");

    private final SimServer server;
    private final SimClock clock;
    private final Random random;
    private final Knobs knobs = new Knobs();
    private final Transcript transcript;
    private final List<Simulator> simulators = new CopyOnWriteArrayList<>();
    private final Admin admin;

    private Simulation(int port, SimClock clock, Random random) throws IOException {
        this.server = SimServer.start(port);
        this.clock = clock;
        this.random = random;
        this.transcript = new Transcript(clock);
        this.admin = new Admin(this);
    }

    /** For tests: any port, a clock that is wound by hand, the same dice each time. */
    public static Simulation manual() throws IOException {
        return new Simulation(0, SimClock.manual(TEST_TIME), new Random(7));
    }

    /** For people: this port (zero for any), the real time. */
    public static Simulation live(int port) throws IOException {
        return new Simulation(port, SimClock.real(), new Random());
    }

    /** It is there from now on. */
    public void add(Simulator simulator) {
        simulators.add(simulator);
    }

    /** Who is there. */
    public List<Simulator> simulators() {
        return new ArrayList<>(simulators);
    }

    /**
     * Does what a person or a test asks for by {@code POST /_sim/PLATFORM/NAME} with JSON.
     *
     * @see #act
     */
    @FunctionalInterface
    public interface Action {
        /** Does it; an {@link IllegalArgumentException} says in one sentence what is wrong with the request. */
        JsonNode run(JsonNode request);
    }

    /** Offers {@code POST /_sim/PLATFORM/NAME}. */
    public void act(String platform, String name, Action action) {
        admin.offer(platform + "/" + name, action);
    }

    /** Does what {@code POST /_sim/PATH} does. */
    public JsonNode run(String path, JsonNode request) {
        return admin.run(path, request);
    }

    /** The port with all paths. */
    public SimServer server() {
        return server;
    }

    /** The time. */
    public SimClock clock() {
        return clock;
    }

    /** The dice; seeded in tests. */
    public Random random() {
        return random;
    }

    /** Faults and habits. */
    public Knobs knobs() {
        return knobs;
    }

    /** What happened. */
    public Transcript transcript() {
        return transcript;
    }

    /** So many random bytes in hexadecimal digits. */
    public String hex(int bytes) {
        StringBuilder hex = new StringBuilder(2 * bytes);
        synchronized (random) {
            for (int i = 0; i < bytes; i++) {
                int one = random.nextInt(256);
                hex.append(Character.forDigit(one >> 4, 16)).append(Character.forDigit(one & 15, 16));
            }
        }
        return hex.toString();
    }

    @Override
    public void close() {
        server.close();
        clock.close();
    }
}
