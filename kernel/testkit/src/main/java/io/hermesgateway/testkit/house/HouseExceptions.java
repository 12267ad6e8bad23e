package io.hermesgateway.testkit.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The one list of places where a rule does not hold, each with its reason: {@code house-exceptions.txt}. */
record HouseExceptions(List<Entry> entries) {

    record Entry(String rule, String where, String reason) {}

    static HouseExceptions shipped() {
        InputStream in = HouseExceptions.class.getResourceAsStream("house-exceptions.txt");
        Objects.requireNonNull(in, "house-exceptions.txt lies beside this class");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return parse(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HouseExceptions parse(List<String> lines) {
        return new HouseExceptions(lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(HouseExceptions::entry)
                .toList());
    }

    private static Entry entry(String line) {
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("an exception is 'rule class reason', and this has no reason: " + line);
        }
        return new Entry(parts[0], parts[1], parts[2]);
    }

    Optional<Entry> entry(String rule, String where) {
        return entries.stream()
                .filter(entry -> entry.rule().equals(rule) && entry.where().equals(where))
                .findFirst();
    }
}
