package io.hermesgateway.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts, ends and awaits a gateway that runs in the background. */
final class Background {
    private static final int PATIENCE_SECONDS = 5;

    private final Shell shell;
    private final long until;

    Background(Shell shell, int seconds) {
        this.shell = shell;
        this.until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    int start() {
        Optional<Owner> owner = Owner.of(shell.home());
        if (owner.isPresent()) {
            shell.out()
                    .println(
                            shell.say("runs_already", String.valueOf(owner.get().pid())));
            return Exit.DONE;
        }
        Process launcher = launch();
        while (System.nanoTime() < until) {
            Optional<String> state = state();
            if (state.isPresent() && !state.get().equals("starting")) {
                shell.out().println(shell.say("started", pid(), shell.home()));
                return Exit.DONE;
            }
            if (!launcher.isAlive()) {
                int exit = launcher.exitValue();
                shell.err().println(said());
                throw shell.failure(
                        exit == Exit.CONFIGURATION ? exit : Exit.FAILED, "start_ended", String.valueOf(exit));
            }
            rest();
        }
        throw shell.failure(Exit.FAILED, "start_slow", log());
    }

    /** A session of its own: the terminal it was started from may close. */
    private Process launch() {
        if (shell.distribution() == null) {
            throw shell.failure(Exit.FAILED, "no_launcher");
        }
        String program = shell.distribution().resolve("bin/hermes").toString();
        File log = log().toFile();
        try {
            Files.createDirectories(log().getParent());
            return new ProcessBuilder(
                            "setsid",
                            program,
                            "gateway",
                            "run",
                            "--home",
                            shell.home().toString())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(log)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException failed) {
            throw shell.failure(Exit.FAILED, "cannot_launch", program, String.valueOf(failed.getMessage()));
        }
    }

    private Path log() {
        return shell.home().resolve("logs/start.log");
    }

    private String said() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException nothing) {
            return "";
        }
    }

    int stop() {
        Owner owner = Owner.of(shell.home()).orElse(null);
        if (owner == null) {
            throw shell.failure(Exit.NOT_RUNNING, "not_running", shell.home());
        }
        askToEnd(owner, "gateway.stop");
        awaitEnd(owner);
        shell.out().println(shell.say("stopped"));
        return Exit.DONE;
    }

    int restart() {
        Owner owner = Owner.of(shell.home()).orElse(null);
        if (owner == null) {
            return start();
        }
        askToEnd(owner, "gateway.restart");
        awaitEnd(owner);
        while (System.nanoTime() < until) {
            Optional<String> state = state();
            if (state.isPresent() && !state.get().equals("starting")) {
                shell.out().println(shell.say("restarted", pid()));
                return Exit.DONE;
            }
            rest();
        }
        throw shell.failure(Exit.FAILED, "not_back");
    }

    /** One that does not listen any more is asked by a signal. */
    private void askToEnd(Owner owner, String call) {
        try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
            client.call(call, Map.of());
        } catch (Failure deaf) {
            shell.err().println("hermes: " + shell.say("by_signal", String.valueOf(owner.pid())));
            ProcessHandle.of(owner.pid()).ifPresent(ProcessHandle::destroy);
        }
    }

    private void awaitEnd(Owner owner) {
        while (owner.lives()) {
            if (System.nanoTime() > until) {
                throw shell.failure(Exit.FAILED, "still_stopping", String.valueOf(owner.pid()));
            }
            rest();
        }
    }

    private Optional<String> state() {
        try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
            return Optional.of(client.call("status", Map.of()).row().text("state"));
        } catch (Failure notYet) {
            return Optional.empty();
        }
    }

    private String pid() {
        return Owner.of(shell.home()).map(owner -> String.valueOf(owner.pid())).orElse("?");
    }

    private static void rest() {
        LockSupport.parkNanos(50_000_000);
    }
}
