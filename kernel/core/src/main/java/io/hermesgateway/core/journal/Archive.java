package io.hermesgateway.core.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.Stored;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was dropped, one record a line: {@code position}, {@code at}, {@code kind}, {@code subject},
 * {@code effect} and {@code payload}. Each position stands in one file and the files follow one another, so a store of
 * any kind can be made anew from the archive and the journal behind it.
 */
final class Archive implements AutoCloseable {
    private final Path path;
    private final Path temporary;
    private @Nullable FileOutputStream file;
    private @Nullable GZIPOutputStream packed;
    private @Nullable JsonGenerator json;

    Archive(Path folder, long first, long last) {
        path = folder.resolve(String.format(Locale.ROOT, "%020d-%020d.jsonl.gz", first, last));
        temporary = folder.resolve("archive.tmp");
    }

    void add(Stored stored) throws IOException {
        JsonGenerator to = json == null ? begin() : json;
        JournalRecord record = stored.record();
        to.writeStartObject();
        to.writeNumberField("position", stored.position().value());
        to.writeStringField("at", record.at().toString());
        to.writeStringField("kind", record.kind());
        to.writeStringField("subject", record.subject());
        to.writeStringField("effect", record.effect().name());
        to.writeFieldName("payload");
        to.writeRawValue(record.payload().replace('\n', ' ').replace('\r', ' '));
        to.writeEndObject();
    }

    private JsonGenerator begin() throws IOException {
        PrivateFiles.folder(path.resolveSibling("."));
        FileOutputStream out =
                new FileOutputStream(PrivateFiles.create(temporary).toFile());
        file = out;
        packed = new GZIPOutputStream(out, 64 << 10);
        JsonGenerator begun = new JsonFactory()
                .createGenerator(packed)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json = begun;
        return begun;
    }

    /** Makes it durable under its name. */
    void finish() throws IOException {
        if (json != null && packed != null && file != null) {
            json.close();
            packed.finish();
            file.getFD().sync();
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncFolder(path.resolveSibling("."));
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            Files.deleteIfExists(temporary);
        }
    }
}
