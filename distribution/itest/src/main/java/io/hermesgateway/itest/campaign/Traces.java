package io.hermesgateway.itest.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The file into which every command of the busy demo writes when it begins and when it ends. */
record Traces(Path file, Path rubbish) {
    /** A moment of one command. */
    record Trace(String id, String what, long at) {}

    static Traces in(Path folder) {
        try {
            return new Traces(
                    Files.createFile(folder.resolve("traces")), Files.createDirectories(folder.resolve("rubbish")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the person says to get this done. */
    String words(Errand.Kind kind, String id, RandomGenerator random) {
        if (kind == Errand.Kind.ECHO) {
            return "mark-" + id;
        }
        String begin = trace(id, "begin");
        String work = kind == Errand.Kind.SLOW
                ? String.format(Locale.ROOT, "sleep %.2f", 0.3 + 3 * random.nextDouble())
                : "true";
        String danger = kind.asks() ? "; rm -rf " + rubbish.resolve(id) : "";
        return "run: " + begin + "; " + work + danger + "; " + trace(id, "end") + "; echo out-" + id
                + "\nrun: echo mark-" + id;
    }

    private String trace(String id, String what) {
        return "echo \"" + id + " " + what + " $(date +%s%N)\" >> " + file;
    }

    List<Trace> read() {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(" "))
                    .map(words -> new Trace(words[0], words[1], Long.parseLong(words[2])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
