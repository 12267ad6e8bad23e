package io.hermesgateway.api.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small table in a file of lines, all of it in memory too: each change is a line at the end, and now and then the file is
 * written anew. It needs no database, so that what a client was promised does not depend on a store plugin. A last line
 * that was torn by a crash is left out; the file is only its owner's to read.
 */
public final class KeptRows implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRows.class);
    private static final int IDLE_LINES_MOST = 1_000;

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private FileOutputStream out;
    private int lines;
    private boolean closed;

    /** Reads what is there. */
    public KeptRows(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                read();
            }
            out = rewritten();
        } catch (IOException refused) {
            throw new UncheckedIOException("the file " + file + " cannot be used", refused);
        }
    }

    private void read() throws IOException {
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
            try {
                if (!line.isBlank() && mapper.readTree(line) instanceof ObjectNode entry) {
                    apply(entry.path("key").asText(), entry.get("row"));
                }
            } catch (JsonProcessingException torn) {
                LOG.warn("A line of {} cannot be read and is left out", file.getFileName());
            }
        }
    }

    private void apply(String key, @Nullable JsonNode row) {
        if (row instanceof ObjectNode object) {
            rows.put(key, object);
        } else {
            rows.remove(key);
        }
    }

    public synchronized Optional<ObjectNode> find(String key) {
        return Optional.ofNullable(rows.get(key)).map(ObjectNode::deepCopy);
    }

    /** All rows in the order in which they came. */
    public synchronized Map<String, ObjectNode> all() {
        Map<String, ObjectNode> copy = new LinkedHashMap<>();
        rows.forEach((key, row) -> copy.put(key, row.deepCopy()));
        return copy;
    }

    /** Adds or changes a row; it survives the end of the process, however sudden. */
    public synchronized void put(String key, ObjectNode row) {
        rows.put(key, row.deepCopy());
        write(key, row, false);
    }

    /** The same, and it survives the end of the machine too. */
    public synchronized void putSafely(String key, ObjectNode row) {
        rows.put(key, row.deepCopy());
        write(key, row, true);
    }

    /** Adds a row when there is none under this key; false when there is. */
    public synchronized boolean add(String key, ObjectNode row) {
        if (rows.containsKey(key)) {
            return false;
        }
        putSafely(key, row);
        return true;
    }

    public synchronized void remove(String key) {
        if (rows.remove(key) != null) {
            write(key, null, false);
        }
    }

    /** After the close another instance writes the file. */
    private void write(String key, @Nullable ObjectNode row, boolean sync) {
        if (closed) {
            return;
        }
        try {
            out.write(line(key, row));
            if (sync) {
                out.getFD().sync();
            }
            if (++lines > rows.size() * 2 + IDLE_LINES_MOST) {
                out.close();
                out = rewritten();
            }
        } catch (IOException refused) {
            throw new UncheckedIOException("the file " + file + " takes nothing", refused);
        }
    }

    private byte[] line(String key, @Nullable ObjectNode row) throws IOException {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("key", key);
        entry.set("row", row);
        return (mapper.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Not through a channel: the interrupt of a caller must not close it. */
    private FileOutputStream rewritten() throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        FileOutputStream next = new FileOutputStream(fresh.toFile(), true);
        for (Map.Entry<String, ObjectNode> row : rows.entrySet()) {
            next.write(line(row.getKey(), row.getValue()));
        }
        next.getFD().sync();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        lines = rows.size();
        return next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            out.close();
        } catch (IOException late) {
            LOG.warn("The file {} did not close: {}", file, late.toString());
        }
    }
}
