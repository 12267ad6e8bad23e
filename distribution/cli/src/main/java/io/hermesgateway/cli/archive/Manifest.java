package io.hermesgateway.cli.archive;

import io.hermesgateway.cli.data.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an archive says about itself; it is its first entry.
 *
 * @param store the kind of the store that wrote the copy of the state; empty without one
 * @param position up to where the journal is in it
 */
public record Manifest(String createdAt, String store, long position, List<Entry> entries) {
    static final String NAME = "manifest.json";
    private static final long FORMAT = 1;

    public Manifest {
        entries = List.copyOf(entries);
    }

    /** A file. */
    public record Entry(String name, Part part, long bytes, String sha256) {}

    public long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", FORMAT);
        fields.put("created_at", createdAt);
        fields.put("store", store);
        fields.put("position", position);
        fields.put("files", entries.stream().map(Manifest::fields).toList());
        return fields;
    }

    private static Map<String, Object> fields(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        fields.put("part", entry.part().word());
        fields.put("bytes", entry.bytes());
        fields.put("sha256", entry.sha256());
        return fields;
    }

    static Manifest read(String json) throws IOException {
        if (!(Json.read(json) instanceof Map<?, ?> fields) || number(fields.get("format")) != FORMAT) {
            throw new IOException("its manifest is of another version");
        }
        List<Entry> entries = new ArrayList<>();
        for (Object file : fields.get("files") instanceof List<?> files ? files : List.of()) {
            Map<?, ?> each = file instanceof Map<?, ?> map ? map : Map.of();
            String name = String.valueOf(each.get("name"));
            Part part = Part.of(name).orElseThrow(() -> new IOException("it has a file that no home has: " + name));
            if (entries.stream().anyMatch(entry -> entry.name().equals(name))) {
                throw new IOException("it has a file twice: " + name);
            }
            entries.add(new Entry(name, part, number(each.get("bytes")), String.valueOf(each.get("sha256"))));
        }
        return new Manifest(
                String.valueOf(fields.get("created_at")),
                String.valueOf(fields.get("store")),
                number(fields.get("position")),
                entries);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : -1;
    }
}
