package io.hermesgateway.jsonl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Records as lines of JSON. A field that a newer version has added is skipped. */
final class Json {
    private final ObjectMapper mapper;

    Json() {
        SimpleModule times = new SimpleModule("times");
        times.addSerializer(Instant.class, ToStringSerializer.instance);
        times.addDeserializer(Instant.class, new InstantReader());
        mapper = JsonMapper.builder()
                .addModule(times)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record cannot be written as JSON", impossible);
        }
    }

    void line(ByteArrayOutputStream to, Object value) {
        to.writeBytes(write(value));
        to.write('\n');
    }

    /** Empty when the line is damaged: the others are still good. */
    <T> Optional<T> read(byte[] line, Class<T> type) {
        try {
            return Optional.of(mapper.readValue(line, type));
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
