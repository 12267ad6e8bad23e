package io.hermesgateway.core.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Rows as JSON: names in snake case, times as ISO texts. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule("times").addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private Json() {}

    static byte[] bytes(Object value) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(value);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> read(byte[] text) throws IOException {
        return MAPPER.readValue(text, Map.class);
    }

    /** An object, perhaps of a plugin, as maps, lists and scalars: the caches of the mapper would keep its class. */
    static Object plain(Object value) {
        return MAPPER.copy().convertValue(value, Object.class);
    }
}
