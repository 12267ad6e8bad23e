package io.hermesgateway.agent.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A provider that needs no section of its own; the table is {@code known.txt}.
 *
 * @param vendors whether its models have the name of a vendor in front
 * @param vendor whether its own name stands in front of models elsewhere
 */
record Known(String name, String base, List<String> variables, boolean vendors, boolean vendor) {
    static final Map<String, Known> ALL = read();

    Known {
        variables = List.copyOf(variables);
    }

    private static Map<String, Known> read() {
        Map<String, Known> all = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(Known.class.getResourceAsStream("known.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] cells = line.split("\\s*\\|\\s*");
                    all.put(
                            cells[0],
                            new Known(
                                    cells[0],
                                    cells[1],
                                    List.of(cells[2].split(" ")),
                                    cells[3].equals("yes"),
                                    cells[4].equals("yes")));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return java.util.Collections.unmodifiableMap(all);
    }
}
