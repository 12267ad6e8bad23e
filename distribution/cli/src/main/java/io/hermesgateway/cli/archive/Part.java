package io.hermesgateway.cli.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of a home that come back one by one, and the files that belong to each. */
public enum Part {
    STATE("state\\.(db|[a-z]+)"),
    RESPONSES("response_store\\.db"),
    KANBAN("kanban\\.db|kanban/current|kanban/boards/[a-z0-9_-]{1,64}/kanban\\.db"),
    CONFIG(
            "config\\.yaml|\\.env|webhook_subscriptions\\.json|(cron|platforms)(/[A-Za-z0-9_@=+-][A-Za-z0-9._@=+-]*){1,4}");

    private final String names;

    Part(String names) {
        this.names = names;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a name in an archive; empty for what belongs to no home, and so for every name that leads out of it. */
    public static Optional<Part> of(String name) {
        return List.of(values()).stream()
                .filter(part -> name.matches(part.names))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Part::word).toList();
    }

    static boolean isDatabase(String name) {
        return name.endsWith(".db");
    }
}
