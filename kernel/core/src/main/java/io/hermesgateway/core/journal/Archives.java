package io.hermesgateway.core.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalRecord.Effect;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Stored;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what {@link Archive} wrote. The files follow one another and never overlap, so they are read in their order. */
final class Archives {
    private static final String PAYLOAD = ",\"payload\":";

    private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable Path open;
    private @Nullable BufferedReader lines;

    Archives(Path folder) {
        this.folder = folder;
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches("\\d{20}-\\d{20}\\.jsonl\\.gz"))
                    .sorted()
                    .toList();
        }
    }

    static long last(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(21, 41));
    }

    /** How far the archive reaches, 0 when there is none. */
    static long end(Path folder) throws IOException {
        return files(folder).stream().mapToLong(Archives::last).max().orElse(0);
    }

    /** Deletes the oldest files as long as all are larger together, but never the newest, nor beyond this position. */
    static void bound(Path folder, long mostBytes, long upTo) throws IOException {
        List<Path> files = files(folder);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        for (Path oldest : files.subList(0, Math.max(0, files.size() - 1))) {
            if (bytes <= mostBytes || last(oldest) > upTo) {
                return;
            }
            bytes -= Files.size(oldest);
            LOG.info("{} goes, the archive is too large; the store and its backups have what was in it", oldest);
            Files.delete(oldest);
        }
    }

    /** Adds about so many records after this position; returns up to where everything was added. */
    long read(long after, int about, List<Stored> to) throws IOException {
        long told = after;
        for (Path file : files(folder)) {
            if (last(file) > told && to.size() < about) {
                told = read(file, told, about, to);
            }
        }
        return told;
    }

    /** One file stays open from call to call: finding the place again would mean unpacking it again. */
    private long read(Path file, long after, int about, List<Stored> to) throws IOException {
        BufferedReader from = lines;
        if (from == null || !file.equals(open)) {
            close();
            from = reader(file);
            lines = from;
            open = file;
        }
        try {
            long told = after;
            while (to.size() < about) {
                String line = from.readLine();
                if (line == null) {
                    close();
                    return last(file);
                }
                Stored stored = record(line);
                if (stored.position().value() > told) {
                    to.add(stored);
                    told = stored.position().value();
                }
            }
            return told;
        } catch (EOFException | ZipException | RuntimeException damaged) {
            LOG.error("{} is damaged; what stands behind the damage is left out", file, damaged);
            close();
            return last(file);
        }
    }

    private static BufferedReader reader(Path file) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
            return new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(in, 64 << 10), StandardCharsets.UTF_8), 64 << 10);
        } catch (IOException broken) {
            in.close();
            throw broken;
        }
    }

    void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
        lines = null;
        open = null;
    }

    /** Every payload in all of it. */
    static void payloads(Path folder, Consumer<String> each) throws IOException {
        for (Path file : files(folder)) {
            try (BufferedReader lines = reader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    each.accept(line);
                }
            }
        }
    }

    /** The payload comes last and is kept letter by letter; no text before it can contain its name unquoted. */
    private Stored record(String line) throws ZipException {
        int at = line.indexOf(PAYLOAD);
        JsonNode head = head(line.substring(0, at) + "}");
        return new Stored(
                new Position(head.get("position").longValue()),
                new JournalRecord(
                        head.get("kind").textValue(),
                        head.get("subject").textValue(),
                        Effect.valueOf(head.get("effect").textValue()),
                        Instant.parse(head.get("at").textValue()),
                        line.substring(at + PAYLOAD.length(), line.length() - 1)));
    }

    private JsonNode head(String text) throws ZipException {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new ZipException("not a line of the archive: " + damaged.getOriginalMessage());
        }
    }
}
