package io.hermesgateway.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of an answer, read field by field; what is missing or null is empty. */
record Row(Map<?, ?> fields) {
    static Row of(@Nullable Object value) {
        return new Row(value instanceof Map<?, ?> map ? map : Map.of());
    }

    static List<Row> list(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Row::of).toList() : List.of();
    }

    String text(String name) {
        Object value = fields.get(name);
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    Row row(String name) {
        return of(fields.get(name));
    }

    List<Row> rows(String name) {
        return list(fields.get(name));
    }
}
