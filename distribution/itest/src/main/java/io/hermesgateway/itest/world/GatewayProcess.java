package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** {@code bin/hermes gateway run} of the real distribution on a home, with or without its supervising parent. */
public final class GatewayProcess implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Home home;
    private final Process launcher;
    private final Path said;

    private GatewayProcess(Home home, Process launcher, Path said) {
        this.home = home;
        this.launcher = launcher;
        this.said = said;
    }

    /** The serving process is the one that is returned; nobody starts it again. */
    public static GatewayProcess alone(Distribution dist, Home home, Map<String, String> environment) {
        return start(dist, home, List.of("--no-supervise"), environment);
    }

    /** A parent starts it again whenever it dies, at once and however often. */
    public static GatewayProcess supervised(Distribution dist, Home home, Map<String, String> environment) {
        return start(dist, home, List.of(), environment);
    }

    public static GatewayProcess start(
            Distribution dist, Home home, List<String> options, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(dist.launcher().toString(), "gateway", "run"));
        command.addAll(List.of("--home", home.folder().toString()));
        command.addAll(options);
        return run(home, command, environment);
    }

    /** For commands that wrap the launcher, to limit what it may use. */
    public static GatewayProcess run(Home home, List<String> command, Map<String, String> environment) {
        try {
            Path said = Files.createTempFile("hermes-said", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("HERMES_") || name.startsWith("LC_"));
            builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "JAVA_HOME", System.getProperty("java.home")));
            builder.environment().put("HERMES_HEALTHY_AFTER", "0");
            builder.environment().put("HERMES_STORM_LIMIT", "1000000");
            // A trial run of a second gateway in the background would only slow down what is watched here.
            builder.environment().put("HERMES_ARCHIVE_AFTER", "3600");
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true).redirectOutput(said.toFile());
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            return new GatewayProcess(home, builder.start(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Home home() {
        return home;
    }

    /** Everything it printed so far, both streams. */
    public String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that serves, by the launcher's word for it. */
    public Optional<ProcessHandle> serving() {
        ProcessHandle first = launcher.toHandle();
        return java(first)
                ? Optional.of(first)
                : first.children().filter(GatewayProcess::java).findFirst();
    }

    private static boolean java(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .filter(path -> path.endsWith("/java"))
                        .isPresent();
    }

    /** Waits until a serving process other than the given one answers calls; returns its id. */
    public long ready(long otherThan) {
        return Await.found("a gateway that answers; it said:\n" + said(), PATIENCE, () -> {
            if (!launcher.isAlive()) {
                throw new AssertionError("the gateway ended with " + launcher.exitValue() + ":\n" + evidence());
            }
            return recordedPid().filter(pid -> pid != otherThan && answers(pid));
        });
    }

    public GatewayProcess ready() {
        ready(-1);
        return this;
    }

    private Optional<Long> recordedPid() {
        return field("pid").map(JsonNode::asLong);
    }

    private boolean answers(long pid) {
        try {
            return control().call("status", Map.of()).path("pid").asLong() == pid;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Optional<JsonNode> field(String name) {
        try {
            return Optional.ofNullable(JSON.readTree(home.read("gateway.pid")).get(name));
        } catch (IOException halfWritten) {
            return Optional.empty();
        }
    }

    public Control control() {
        return new Control(Path.of(field("control")
                .map(JsonNode::asText)
                .orElse(home.folder().resolve("control.sock").toString())));
    }

    public JsonNode call(String name, Map<String, ?> arguments) {
        try {
            return control().call(name, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException("call " + name + "\n" + evidence(), e);
        }
    }

    /** The first row of a listing that fits, once there is one. */
    public JsonNode row(String listing, String what, Predicate<JsonNode> which) {
        return Await.found(what + " in " + listing, PATIENCE, () -> rows(listing).stream()
                .filter(which)
                .findFirst());
    }

    public List<JsonNode> rows(String listing) {
        return StreamSupport.stream(call(listing, Map.of()).spliterator(), false)
                .toList();
    }

    public GatewayProcess plugin(String id, String state) {
        row(
                "plugins.list",
                id + " " + state,
                row -> row.path("id").asText().equals(id)
                        && row.path("state").asText().equals(state));
        return this;
    }

    public GatewayProcess platform(String id, String state) {
        row(
                "platforms.list",
                id + " " + state,
                row -> row.path("id").asText().equals(id)
                        && row.path("state").asText().equals(state));
        return this;
    }

    /** kill -9 of the process that serves; the id that it had. */
    public long kill() {
        ProcessHandle victim = serving().orElseThrow(() -> new AssertionError("nothing to kill\n" + evidence()));
        victim.destroyForcibly();
        return victim.pid();
    }

    /** SIGTERM to whoever the operator started. */
    public void terminate() {
        launcher.destroy();
    }

    public boolean alive() {
        return launcher.isAlive();
    }

    /** The exit code, once it has ended. */
    public int exit() {
        try {
            if (!launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end\n" + evidence());
            }
            return launcher.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end", e);
        }
    }

    /** What a person would look at first. */
    public String evidence() {
        String log = home.read("logs/gateway.log");
        return "--- said\n" + tail(said()) + "\n--- gateway.log\n" + tail(log);
    }

    private static String tail(String text) {
        return text.length() < 6_000 ? text : "…" + text.substring(text.length() - 6_000);
    }

    /** Nobody who was started here lives on. */
    @Override
    public void close() throws IOException {
        Optional<ProcessHandle> child = serving();
        launcher.destroyForcibly();
        child.ifPresent(ProcessHandle::destroyForcibly);
        exit();
        child.ifPresent(process -> Await.within(PATIENCE, () -> !process.isAlive()));
        Files.deleteIfExists(said);
    }
}
