package io.hermesgateway.cli.foreign;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message of another gateway, a row of its database or a line of its files, as a line of a transcript. */
final class ForeignLine {
    private static final Set<String> ROLES = Set.of("user", "assistant", "tool", "system");
    private static final String JSON_FOLLOWS = "\0json:";
    private static final int LONGEST = 2_000_000;
    private static final double MILLIS = 1e11;

    private ForeignLine() {}

    /** Empty for what is no message. */
    static Optional<TranscriptLine> of(Map<?, ?> row, Instant otherwise) {
        String role = String.valueOf(row.get("role"));
        if (!ROLES.contains(role)) {
            return Optional.empty();
        }
        Object content = content(row.get("content"));
        String text = content instanceof List<?> parts ? joined(parts) : content == null ? "" : content.toString();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        put(details, "tool_calls", parsed(row.get("tool_calls")));
        put(details, "tool_call_id", row.get("tool_call_id"));
        put(details, "tool_name", row.get("tool_name"));
        Object reasoning = row.get("reasoning_content");
        put(details, "reasoning_content", reasoning == null ? row.get("reasoning") : reasoning);
        put(details, "finish_reason", row.get("finish_reason"));
        if (text.isEmpty() && details.isEmpty()) {
            return Optional.empty();
        }
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return Optional.of(new TranscriptLine(
                role,
                shown.replace("\0", ""),
                details.isEmpty() ? null : Json.write(details),
                null,
                time(row.get("timestamp")).orElse(otherwise)));
    }

    private static void put(Map<String, @Nullable Object> details, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty() && !value.equals(List.of())) {
            details.put(name, value);
        }
    }

    private static @Nullable Object content(@Nullable Object content) {
        return content instanceof String text && text.startsWith(JSON_FOLLOWS)
                ? parsed(text.substring(JSON_FOLLOWS.length()))
                : content;
    }

    private static @Nullable Object parsed(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            return Json.read(text);
        } catch (IOException plain) {
            return text;
        }
    }

    /** Pictures and the like are named where they stood. */
    private static String joined(List<?> parts) {
        return parts.stream()
                .map(part -> part instanceof Map<?, ?> map
                        ? map.get("text") instanceof String text ? text : "[" + map.get("type") + "]"
                        : String.valueOf(part))
                .collect(Collectors.joining("\n"));
    }

    /** Seconds or milliseconds since 1970, or an ISO time, of which one without a zone is UTC. */
    static Optional<Instant> time(@Nullable Object value) {
        if (value instanceof Number number) {
            double seconds = number.doubleValue() > MILLIS ? number.doubleValue() / 1_000 : number.doubleValue();
            return seconds > 0 ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1_000))) : Optional.empty();
        }
        String text = value == null ? "" : value.toString().strip().replace(' ', 'T');
        if (text.matches("\\d+(\\.\\d+)?")) {
            return time(Double.valueOf(text));
        }
        try {
            return Optional.of(
                    text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
