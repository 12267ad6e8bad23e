package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a campaign is run: {@code --reps N --seed S --dist CLONE}.
 *
 * @param folder a fresh folder for everything that it writes
 */
record Round(int reps, long seed, Distribution dist, Path folder) {

    static Round of(String name, int usual, String... arguments) {
        List<String> words = List.of(arguments);
        long seed = Long.parseLong(value(words, "--seed", Long.toString(System.nanoTime())));
        try {
            return new Round(
                    Integer.parseInt(value(words, "--reps", Integer.toString(usual))),
                    seed,
                    Distribution.in(Path.of(value(words, "--dist", ".")).toRealPath()),
                    Files.createTempDirectory("hermes-" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(List<String> words, String option, String usual) {
        int at = words.indexOf(option);
        return at < 0 ? usual : words.get(at + 1);
    }
}
