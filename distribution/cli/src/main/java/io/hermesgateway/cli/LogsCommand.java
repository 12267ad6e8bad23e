package io.hermesgateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes logs}: the log file, whether or not the gateway runs. */
@CommandLine.Command(name = "logs", description = "Shows the log of the gateway.")
final class LogsCommand extends Command {
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    @Option(names = "-f", description = "Goes on with what comes.")
    boolean follow;

    @Option(names = "-n", paramLabel = "N", description = "So many lines (default: ${DEFAULT-VALUE}).")
    int lines = 50;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Only from this level on: ${COMPLETION-CANDIDATES}.")
    Level level = Level.trace;

    private boolean showing = true;

    LogsCommand(Shell shell) {
        super(shell);
    }

    /** Levels as a person types them. */
    enum Level {
        trace,
        debug,
        info,
        warn,
        error
    }

    @Override
    int run() {
        Path file = shell().home().resolve("logs/gateway.log");
        if (!Files.isReadable(file)) {
            throw shell().failure(Exit.FAILED, "no_log", file);
        }
        try {
            long end = tail(file);
            if (follow) {
                follow(file, end);
            }
            return Exit.DONE;
        } catch (IOException unreadable) {
            throw new Failure(Exit.FAILED, file + ": " + unreadable.getMessage());
        }
    }

    /** The last lines that count, and where the file ended. */
    private long tail(Path file) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        new String(all, StandardCharsets.UTF_8).lines().filter(this::counts).forEach(line -> {
            last.addLast(line);
            if (last.size() > lines) {
                last.removeFirst();
            }
        });
        last.forEach(this::print);
        return end;
    }

    /** A line that begins with a tab belongs to the one before. */
    private boolean counts(String line) {
        if (!line.startsWith("\t")) {
            String[] words = line.split(" ", 3);
            int rank = words.length < 2 ? -1 : LEVELS.indexOf(words[1]);
            showing = rank < 0 || rank >= LEVELS.indexOf(level.name().toUpperCase(Locale.ROOT));
        }
        return showing;
    }

    private void print(String line) {
        Shell shell = shell();
        String style = line.contains(" ERROR [") ? "31" : line.contains(" WARN [") ? "33" : "0";
        shell.out().println(style.equals("0") ? line : shell.paint(style, line));
    }

    /** Until the person has seen enough. A file that is another one, or shorter than before, was rotated. */
    private void follow(Path file, long from) throws IOException {
        long at = from;
        Object key = key(file);
        StringBuilder rest = new StringBuilder();
        while (!shell().out().checkError()) {
            if (Files.exists(file)) {
                Object now = key(file);
                if (!Objects.equals(now, key) || Files.size(file) < at) {
                    key = now;
                    at = 0;
                }
                at += more(file, at, rest);
            }
            LockSupport.parkNanos(200_000_000);
        }
    }

    private long more(Path file, long at, StringBuilder rest) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(at);
            InputStream in = Channels.newInputStream(channel);
            byte[] fresh = in.readAllBytes();
            int whole = fresh.length;
            while (whole > 0 && fresh[whole - 1] != '\n') {
                whole--;
            }
            rest.setLength(0);
            rest.append(new String(fresh, 0, whole, StandardCharsets.UTF_8));
            rest.toString().lines().filter(this::counts).forEach(this::print);
            return whole;
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
