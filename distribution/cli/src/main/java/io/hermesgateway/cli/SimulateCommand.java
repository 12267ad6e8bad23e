package io.hermesgateway.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes simulate}: far sides for trying things out. They lie in a folder that no gateway has on its class path. */
@CommandLine.Command(
        name = "simulate",
        description = "Simulates chat platforms on this machine, to try things without accounts.")
final class SimulateCommand extends Command {
    private static final String PROGRAM = "io.hermesgateway.simulators.run.Simulate";

    @Parameters(arity = "0..*", paramLabel = "PLATFORM", description = "qqbot, weixin, …; without one, all there are.")
    @Nullable
    List<String> platforms;

    @Option(names = "--port", paramLabel = "N", description = "The port (default: ${DEFAULT-VALUE}); 0 for any.")
    int port = 8650;

    SimulateCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        if (port < 0 || port > 65_535) {
            throw shell.failure(Exit.USAGE, "bad_port", String.valueOf(port));
        }
        try (URLClassLoader loader = new URLClassLoader(jars(shell), SimulateCommand.class.getClassLoader())) {
            Callable<?> program = program(shell, loader);
            // Being told to stop is the usual end.
            Thread stop = new Thread(() -> Runtime.getRuntime().halt(Exit.DONE), "simulate-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                program.call();
            } finally {
                Runtime.getRuntime().removeShutdownHook(stop);
                ((AutoCloseable) program).close();
            }
            return Exit.DONE;
        } catch (InterruptedException stopped) {
            return Exit.DONE;
        } catch (Failure failure) {
            throw failure;
        } catch (Exception broken) {
            throw shell.failure(Exit.FAILED, "unexpected", broken.toString());
        }
    }

    private Callable<?> program(Shell shell, ClassLoader loader) throws Exception {
        try {
            Object program = Class.forName(PROGRAM, true, loader)
                    .getConstructor(List.class, int.class, Locale.class, PrintStream.class)
                    .newInstance(platforms == null ? List.of() : platforms, port, shell.language(), shell.out());
            return (Callable<?>) program;
        } catch (ClassNotFoundException missing) {
            throw shell.failure(Exit.FAILED, "no_simulators");
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException unknown) {
                throw new Failure(Exit.USAGE, String.valueOf(unknown.getMessage()));
            }
            if (refused.getCause() instanceof IOException taken) {
                throw shell.failure(
                        Exit.FAILED, "port_taken", String.valueOf(port), String.valueOf(taken.getMessage()));
            }
            throw refused;
        }
    }

    private static URL[] jars(Shell shell) throws IOException {
        Path distribution = shell.distribution();
        Path folder = distribution == null ? null : distribution.resolve("simulators");
        List<URL> jars = new ArrayList<>();
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : found) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        return jars.toArray(URL[]::new);
    }
}
