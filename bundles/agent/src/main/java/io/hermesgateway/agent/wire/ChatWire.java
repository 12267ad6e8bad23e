package io.hermesgateway.agent.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hermesgateway.agent.wire.Message.Role;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** The API {@code chat/completions}. Pieces are read token by token: a tree per piece would cost more than the piece. */
final class ChatWire implements Wire {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] write(Prompt prompt, boolean counted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model", prompt.model());
            json.writeArrayFieldStart("messages");
            for (Message message : prompt.messages()) {
                write(json, message);
            }
            json.writeEndArray();
            tools(json, prompt);
            json.writeBooleanField("stream", prompt.streamed());
            if (prompt.streamed() && counted) {
                json.writeObjectFieldStart("stream_options");
                json.writeBooleanField("include_usage", true);
                json.writeEndObject();
            }
            for (Map.Entry<String, String> option : prompt.options().entrySet()) {
                json.writeFieldName(option.getKey());
                json.writeRawValue(option.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void tools(JsonGenerator json, Prompt prompt) throws IOException {
        if (prompt.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : prompt.tools()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            json.writeStringField("description", tool.description());
            json.writeFieldName("parameters");
            json.writeRawValue(tool.parameters());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.pictures().isEmpty()) {
            boolean onlyCalls = message.text().isEmpty() && !message.calls().isEmpty();
            json.writeFieldName("content");
            if (onlyCalls) {
                json.writeNull();
            } else {
                json.writeString(message.text());
            }
        } else {
            writeParts(json, message);
        }
        if (message.callId() != null) {
            json.writeStringField("tool_call_id", message.callId());
        }
        if (message.role() == Role.ASSISTANT && !message.reasoning().isEmpty()) {
            json.writeStringField("reasoning_content", message.reasoning());
        }
        if (!message.calls().isEmpty()) {
            json.writeArrayFieldStart("tool_calls");
            for (ToolCall call : message.calls()) {
                json.writeStartObject();
                json.writeStringField("id", call.id());
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", call.tool());
                json.writeStringField("arguments", call.arguments());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeParts(JsonGenerator json, Message message) throws IOException {
        json.writeArrayFieldStart("content");
        for (Message.Part part : message.parts()) {
            json.writeStartObject();
            if (part.picture().isEmpty()) {
                json.writeStringField("type", "text");
                json.writeStringField("text", part.text());
            } else {
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", part.picture());
                if (!part.detail().isEmpty()) {
                    json.writeStringField("detail", part.detail());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void read(byte[] buffer, int from, int length, Draft draft) throws IOException {
        try (JsonParser json = JSON.createParser(buffer, from, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "choices" -> choices(json, value, draft);
                    case "usage" -> Usages.read(json, value, draft);
                    case "model" -> draft.model(Values.text(json, value));
                    case "error" -> Values.refusal(json, value, draft);
                    default -> json.skipChildren();
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the JSON breaks off");
            }
        }
    }

    private static void choices(JsonParser json, JsonToken value, Draft draft) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        boolean first = true;
        for (JsonToken item = json.nextToken(); isWithin(item); item = json.nextToken()) {
            if (first && item == JsonToken.START_OBJECT) {
                choice(json, draft);
                first = false;
            } else {
                json.skipChildren();
            }
        }
    }

    /** False at the end of an array, and where the text breaks off. */
    static boolean isWithin(JsonToken item) {
        return item != null && item != JsonToken.END_ARRAY;
    }

    private static void choice(JsonParser json, Draft draft) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            boolean message = field.equals("delta") || field.equals("message");
            if (message && value == JsonToken.START_OBJECT) {
                delta(json, draft);
            } else if (field.equals("finish_reason") && value == JsonToken.VALUE_STRING) {
                draft.finish(json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private static void delta(JsonParser json, Draft draft) throws IOException {
        boolean thought = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "content", "refusal" -> draft.text(Values.text(json, value));
                // Some providers say the same thought under both names.
                case "reasoning_content", "reasoning" -> {
                    String more = Values.text(json, value);
                    if (!thought && !more.isEmpty()) {
                        draft.reasoning(more);
                        thought = true;
                    }
                }
                case "tool_calls" -> calls(json, value, draft);
                default -> json.skipChildren();
            }
        }
    }

    private static void calls(JsonParser json, JsonToken value, Draft draft) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken item = json.nextToken(); isWithin(item); item = json.nextToken()) {
            if (item == JsonToken.START_OBJECT) {
                new Piece().read(json).into(draft);
            } else {
                json.skipChildren();
            }
        }
    }

    /** A piece of a call as it stands in the stream. */
    private static final class Piece {
        private int index = -1;
        private String id = "";
        private String name = "";
        private String arguments = "";

        Piece read(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : -1;
                    case "id" -> id = Values.text(json, value);
                    case "name" -> name = Values.text(json, value);
                    case "arguments" -> arguments = Values.json(json, value);
                    case "function" -> {
                        if (value == JsonToken.START_OBJECT) {
                            read(json);
                        }
                    }
                    default -> json.skipChildren();
                }
            }
            return this;
        }

        void into(Draft draft) throws Draft.TooMuch {
            draft.call(index, id, name, arguments);
        }
    }
}
