package io.hermesgateway.assembly;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder in which a shell script of ours runs with programs that only pretend. The pretended Java follows a plan,
 * one line for each start: {@code serve}, {@code stubborn} (serves and ignores TERM) or an exit code.
 */
final class Sandbox implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String JAVA =
            """
            #!/bin/sh
            FAKE=$(dirname "$0")/../../fake
            n=1
            while ! mkdir "$FAKE/start.$n" 2>/dev/null; do n=$((n + 1)); done
            echo $$ > "$FAKE/pid.$n"
            call=
            for a in "$@"; do call="$call[$a]"; done
            printf '%s\n' "$call" >> "$FAKE/calls"
            for a in "$@"; do
              case $a in
                -XX:ArchiveClassesAtExit=*) echo archive > "${a#*=}" ;;
              esac
            done
            plan=$(sed -n "${n}p" "$FAKE/plan" 2>/dev/null)
            case $plan in
              serve | stubborn)
                if [ "$plan" = serve ]; then trap 'exit 0' TERM; else trap '' TERM; fi
                printf '{"pid": %s, "kind": "hermes-gateway", "hermes_home": "%s"}' $$ "$HERMES_HOME" \\
                  > "$HERMES_HOME/gateway.pid"
                while :; do
                  [ -z "${HERMES_BEAT:-}" ] || : > "$HERMES_BEAT"
                  sleep 0.05
                done
                ;;
              *) exit "${plan:-0}" ;;
            esac
            """;

    final Path root;
    final Path fake;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<Process> started = new ArrayList<>();

    Sandbox(Path root) throws IOException {
        this.root = root;
        this.fake = Files.createDirectories(root.resolve("fake"));
        Files.createDirectories(root.resolve("path"));
        program("jdk/bin/java", JAVA);
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"17.0.99\"\n");
        set("PATH", root.resolve("path") + File.pathSeparator + "/usr/bin" + File.pathSeparator + "/bin");
        set("HOME", root.toString());
        set("FAKE", fake.toString());
        set("JAVA_HOME", root.resolve("jdk").toString());
        set("LC_ALL", "C.UTF-8");
    }

    Sandbox set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Path program(String path, String script) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    void plan(String... lines) throws IOException {
        Files.write(fake.resolve("plan"), List.of(lines));
    }

    /** Starts a command; what it says goes to the file of that name. */
    Process start(String out, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(root.resolve(out).toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** What a command said, and its exit code in the last line. */
    String run(String... command) throws Exception {
        Process process = start("out", command);
        int exit = exitOf(process);
        return said("out") + "exit " + exit;
    }

    static int exitOf(Process process) throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + process.info().commandLine());
        }
        return process.exitValue();
    }

    String said(String out) throws IOException {
        Path file = root.resolve(out);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The arguments of every pretended Java so far. */
    List<String> calls() throws IOException {
        Path file = fake.resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** The nth pretended Java, once it has been started. */
    ProcessHandle child(int n) throws Exception {
        Path file = fake.resolve("pid." + n);
        await("start " + n, () -> !said("fake/pid." + n).isBlank());
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    }

    /** A killed process whose new parent has not looked yet still has its number. */
    static boolean gone(ProcessHandle process) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            return Files.readString(stat).matches("(?s).*\\) [ZX] .*");
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Ends everything that was started here, the grandchildren of a killed parent too. */
    @Override
    public void close() throws IOException {
        started.forEach(Process::destroyForcibly);
        try (var files = Files.list(fake)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("pid."))
                    .toList()) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .filter(ProcessHandle::isAlive)
                        .filter(handle -> handle.info().commandLine().orElse("").contains(root.toString()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
