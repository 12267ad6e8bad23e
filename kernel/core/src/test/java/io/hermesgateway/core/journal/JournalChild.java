package io.hermesgateway.core.journal;

import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.testkit.journal.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that appends with several threads and says on its standard output what was acknowledged: a line
 * {@code thread number} after each append. Appends 1, 2, 3 … of a thread hold one, two or three records of that number.
 */
final class JournalChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private JournalChild(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static JournalChild start(Path folder, int threads) throws IOException {
        return start(folder, threads, List.of());
    }

    /** Under a shell line such as {@code ulimit -f 100 && exec}. */
    static JournalChild start(Path folder, int threads, List<String> shell) throws IOException {
        List<String> command = new ArrayList<>(shell);
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                path,
                JournalChild.class.getName(),
                folder.toString(),
                Integer.toString(threads)));
        return new JournalChild(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static int size(int number) {
        return 1 + number % 3;
    }

    /** The next acknowledged append; null when the process has ended. */
    Map.@Nullable Entry<Integer, Integer> acknowledged() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.matches("-?\\d+ \\d+")) {
            line = lines.readLine(); // The log goes there too.
        }
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", -1);
        return Map.entry(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // Unlike the process itself, this leaves what it said to be read.
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the child does not die");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        lines.close();
    }

    public static void main(String[] args) {
        FileJournal journal = FileJournal.open(
                Path.of(args[0]),
                InstantSource.system(),
                Options.standard(Thread::new).withSizes(64 << 10, 1L << 30));
        PrintStream out = System.out;
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            int thread = i;
            new Thread(() -> append(journal, thread, out)).start();
        }
    }

    private static void append(FileJournal journal, int thread, PrintStream out) {
        Position last = Position.NONE;
        int number = 0;
        for (var stored : Records.read(journal)) {
            if (stored.record().subject().equals("thread/" + thread)) {
                last = stored.position();
                number = Integer.parseInt(stored.record().payload().replaceAll("\\D", ""));
            }
        }
        while (true) {
            number++;
            var record = Records.open("thread/" + thread, number);
            AppendResult result = journal.append(
                    Collections.nCopies(size(number), record), List.of(new Precondition(record.subject(), last)));
            if (!(result instanceof AppendResult.Appended appended)) {
                out.println("-1 " + thread);
                return;
            }
            last = appended.last();
            out.println(thread + " " + number);
        }
    }
}
