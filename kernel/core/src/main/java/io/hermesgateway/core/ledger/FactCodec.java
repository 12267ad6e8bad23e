package io.hermesgateway.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.Stored;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Facts as JSON text. Component names of the records are the field names, so renaming one needs a migration. Fields
 * that are unknown are skipped and facts that are unknown are kept as {@link Fact.Other}: an older gateway can read the
 * journal of a newer one.
 */
public final class FactCodec {
    private final ObjectWriter writer;
    private final Map<String, Supplier<ObjectReader>> readers = new HashMap<>();

    /** A reader is made when its kind is first read: all of them at once cost a sixth of an idle start. */
    public FactCodec() {
        JsonMapper mapper = mapper();
        writer = mapper.writer();
        Map<String, ObjectReader> made = new ConcurrentHashMap<>();
        Subjects.all()
                .forEach((type, kind) ->
                        readers.put(kind.name(), () -> made.computeIfAbsent(kind.name(), k -> mapper.readerFor(type))));
    }

    /** A mapper for our records: nulls are left out, times are ISO texts. */
    static JsonMapper mapper() {
        SimpleModule times = new SimpleModule("times");
        times.addSerializer(Instant.class, ToStringSerializer.instance);
        times.addDeserializer(Instant.class, new InstantReader());
        times.addDeserializer(String.class, new SharedStrings());
        return JsonMapper.builder()
                .addModule(times)
                .addMixIn(Body.class, BodyTypes.class)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    public JournalRecord encode(Fact fact, Instant at) {
        Subjects.Kind<Fact> kind = Subjects.of(fact);
        try {
            return new JournalRecord(
                    kind.name(),
                    kind.subject().apply(fact),
                    kind.effect().apply(fact),
                    at,
                    writer.writeValueAsString(fact));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a " + kind.name() + " cannot be written as JSON", impossible);
        }
    }

    Fed fed(Stored stored) {
        return new Fed(stored.position(), stored.record().at(), decode(stored.record()));
    }

    public Fact decode(JournalRecord record) {
        Supplier<ObjectReader> reader = readers.get(record.kind());
        if (reader == null) {
            return new Fact.Other(record.kind(), record.payload());
        }
        try {
            return reader.get().readValue(record.payload());
        } catch (JsonProcessingException unreadable) {
            return new Fact.Other(record.kind(), record.payload());
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Body.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Body.Media.class, name = "media"),
        @JsonSubTypes.Type(value = Body.Prompt.class, name = "prompt"),
        @JsonSubTypes.Type(value = Body.Edit.class, name = "edit")
    })
    private interface BodyTypes {}

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }

    /**
     * Platform ids, tool names, reasons … are the same few texts again and again; open work holds each of them once. The
     * table is raced over on purpose: at worst a text is held twice.
     */
    private static final class SharedStrings extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;
        private static final int LONGEST = 120;

        private final transient String[] table = new String[4_096];

        SharedStrings() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text == null || text.length() > LONGEST) {
                return text;
            }
            int at = (text.hashCode() * 0x9E3779B9) >>> 20;
            String known = table[at];
            if (text.equals(known)) {
                return known;
            }
            table[at] = text;
            return text;
        }
    }
}
