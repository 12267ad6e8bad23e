package io.hermesgateway.agent.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Values as providers write them, who do not always write what they promise. */
final class Values {
    private static final JsonFactory JSON = new JsonFactory();

    private Values() {}

    /** A text, also one made of parts; anything else is no text. */
    static String text(JsonParser json, @Nullable JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        if (value == JsonToken.START_ARRAY) {
            StringBuilder parts = new StringBuilder();
            for (JsonToken item = json.nextToken(); ChatWire.isWithin(item); item = json.nextToken()) {
                parts.append(text(json, item));
            }
            return parts.toString();
        }
        if (value == JsonToken.START_OBJECT) {
            String text = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("text");
                JsonToken inner = json.nextToken();
                if (wanted && inner == JsonToken.VALUE_STRING) {
                    text = json.getText();
                } else {
                    json.skipChildren();
                }
            }
            return text;
        }
        return "";
    }

    /** JSON in a text, or as it stands. */
    static String json(JsonParser json, @Nullable JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = JSON.createGenerator(text)) {
                copy.copyCurrentStructure(json);
            }
            return text.toString();
        }
        return text(json, value);
    }

    /** An error inside an answer: a text, or an object with a message and a code. */
    static void refusal(JsonParser json, @Nullable JsonToken value, Draft draft) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            draft.refuse("", json.getText());
        } else if (value == JsonToken.START_OBJECT) {
            String code = "";
            String said = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken inner = json.nextToken();
                switch (field) {
                    case "message" -> said = text(json, inner);
                    case "code", "type" -> code = (code + " " + word(json, inner)).strip();
                    default -> json.skipChildren();
                }
            }
            draft.refuse(code, said);
        } else {
            json.skipChildren();
        }
    }

    private static String word(JsonParser json, @Nullable JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return json.getText();
        }
        return text(json, value);
    }
}
