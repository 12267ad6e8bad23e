package io.hermesgateway.sqlite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.hermesgateway.spi.approval.Approval;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;

/** Approvals as text, with times in ISO form. */
final class Json {
    private final JsonMapper mapper;

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

    String write(Approval approval) {
        try {
            return mapper.writeValueAsString(approval);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an approval cannot be written as JSON", impossible);
        }
    }

    Approval approval(String text) throws SQLException {
        try {
            return mapper.readValue(text, Approval.class);
        } catch (JsonProcessingException damaged) {
            throw new SQLException("an approval in the history cannot be read", damaged);
        }
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
