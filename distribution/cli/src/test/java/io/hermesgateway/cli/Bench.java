package io.hermesgateway.cli;

import io.hermesgateway.core.control.ControlCalls;
import io.hermesgateway.core.control.ControlSocket;
import io.hermesgateway.core.control.HomeFiles;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.FakeTurns;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The command line on a real control socket, with a gateway that a test plays. */
final class Bench implements AutoCloseable {
    final FakeControl control = new FakeControl();
    final FakeTurns turns = new FakeTurns();
    final FakeRegistry registry = new FakeRegistry();
    final Map<String, String> env = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path home;
    private @Nullable ControlSocket socket;
    private InputStream in = InputStream.nullInputStream();
    private boolean terminal;

    Bench(Path home) {
        this.home = home;
    }

    /** From now on a gateway serves the home. */
    Bench serve() throws IOException {
        ManualClock clock = new ManualClock();
        ControlSocket open = new ControlSocket(
                home,
                new ControlCalls(control, turns, registry, message -> Optional.empty(), clock),
                threads,
                new ManualTasks(clock),
                clock);
        new HomeFiles(home, List.of("hermes"), clock).writePid(open.path());
        socket = open;
        return this;
    }

    Bench typing(String text) {
        return typing(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    Bench typing(InputStream keys) {
        in = keys;
        return this;
    }

    Bench atTerminal() {
        terminal = true;
        return this;
    }

    record Run(int exit, String out, String err) {}

    Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(in, stream(out), stream(err), env, home, null, terminal);
        int exit = Main.run(shell, arguments);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
