package io.hermesgateway.agent.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.agent.wire.Message.Role;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The API {@code responses}. Nothing is left with the provider: the whole talk is sent each time. */
final class ResponsesWire implements Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public byte[] write(Prompt prompt, boolean counted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model", prompt.model());
            json.writeStringField(
                    "instructions",
                    prompt.messages().stream()
                            .filter(m -> m.role() == Role.SYSTEM)
                            .map(Message::text)
                            .collect(Collectors.joining("\n\n")));
            json.writeArrayFieldStart("input");
            for (Message message : prompt.messages()) {
                items(json, message);
            }
            json.writeEndArray();
            if (!prompt.tools().isEmpty()) {
                tools(json, prompt);
            }
            json.writeBooleanField("store", false);
            json.writeBooleanField("stream", prompt.streamed());
            for (Map.Entry<String, String> option : prompt.options().entrySet()) {
                option(json, option.getKey(), option.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static void tools(JsonGenerator json, Prompt prompt) throws IOException {
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : prompt.tools()) {
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeStringField("name", tool.name());
            json.writeStringField("description", tool.description());
            json.writeFieldName("parameters");
            json.writeRawValue(tool.parameters());
            json.writeBooleanField("strict", false);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Options carry the names of the other API. */
    private static void option(JsonGenerator json, String name, String value) throws IOException {
        if (name.equals("reasoning_effort")) {
            json.writeObjectFieldStart("reasoning");
            json.writeFieldName("effort");
            json.writeRawValue(value);
            json.writeEndObject();
            return;
        }
        json.writeFieldName(name.startsWith("max_") ? "max_output_tokens" : name);
        json.writeRawValue(value);
    }

    private static void items(JsonGenerator json, Message message) throws IOException {
        if (message.role() == Role.TOOL) {
            json.writeStartObject();
            json.writeStringField("type", "function_call_output");
            json.writeStringField("call_id", message.callId());
            json.writeStringField("output", message.text());
            json.writeEndObject();
            return;
        }
        boolean silent = message.text().isEmpty() && message.pictures().isEmpty();
        if (message.role() != Role.SYSTEM && !silent) {
            said(json, message);
        }
        for (ToolCall call : message.calls()) {
            json.writeStartObject();
            json.writeStringField("type", "function_call");
            json.writeStringField("call_id", call.id());
            json.writeStringField("name", call.tool());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
        }
    }

    private static void said(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
        json.writeArrayFieldStart("content");
        if (message.parts().isEmpty() && !message.text().isEmpty()) {
            json.writeStartObject();
            json.writeStringField("type", message.role() == Role.ASSISTANT ? "output_text" : "input_text");
            json.writeStringField("text", message.text());
            json.writeEndObject();
        }
        for (Message.Part part : message.parts()) {
            json.writeStartObject();
            if (part.picture().isEmpty()) {
                json.writeStringField("type", "input_text");
                json.writeStringField("text", part.text());
            } else {
                json.writeStringField("type", "input_image");
                json.writeStringField("image_url", part.picture());
                if (!part.detail().isEmpty()) {
                    json.writeStringField("detail", part.detail());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void read(byte[] buffer, int from, int length, Draft draft) throws IOException {
        JsonNode event = JSON.readTree(buffer, from, length);
        if (!event.isObject()) {
            throw new IOException("not a JSON object");
        }
        switch (event.path("type").asText("")) {
            case "response.output_text.delta", "response.refusal.delta" -> draft.text(text(event, "delta"));
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                draft.reasoning(text(event, "delta"));
            case "response.output_item.added" -> item(event.path("item"), index(event), draft);
            case "response.function_call_arguments.delta" -> draft.call(index(event), "", "", text(event, "delta"));
            case "response.function_call_arguments.done" ->
                draft.wholeArguments(index(event), text(event, "arguments"));
            case "response.output_item.done" -> done(event.path("item"), index(event), draft);
            case "response.completed", "response.incomplete", "response.failed" -> {
                ending(event.path("response"), draft);
                draft.end();
            }
            case "error" -> refuse(event, draft);
            default -> {
                if (event.path("object").asText("").equals("response")
                        || event.path("output").isArray()) {
                    whole(event, draft);
                } else if (event.path("error").isObject()) {
                    refuse(event.path("error"), draft);
                }
            }
        }
    }

    private static void item(JsonNode item, int index, Draft draft) throws Draft.TooMuch {
        if (text(item, "type").equals("function_call")) {
            draft.call(index, text(item, "call_id"), text(item, "name"), text(item, "arguments"));
        }
    }

    private static void done(JsonNode item, int index, Draft draft) throws Draft.TooMuch {
        if (text(item, "type").equals("function_call")) {
            draft.call(index, text(item, "call_id"), text(item, "name"), "");
            draft.wholeArguments(index, text(item, "arguments"));
        }
    }

    private static void whole(JsonNode response, Draft draft) throws IOException {
        int index = 0;
        for (JsonNode item : response.path("output")) {
            for (JsonNode part : item.path("content")) {
                draft.text(text(part, "text") + text(part, "refusal"));
            }
            for (JsonNode part : item.path("summary")) {
                draft.reasoning(text(part, "text"));
            }
            item(item, index++, draft);
        }
        ending(response, draft);
    }

    private static void ending(JsonNode response, Draft draft) throws IOException {
        JsonNode usage = response.path("usage");
        draft.tokens(new Tokens(
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("input_tokens_details").path("cached_tokens").asLong(),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong()));
        draft.model(text(response, "model"));
        String why = text(response.path("incomplete_details"), "reason");
        draft.finish(why.startsWith("max_") ? "length" : why.isEmpty() ? "stop" : why);
        if (response.path("error").isObject()) {
            refuse(response.path("error"), draft);
        }
    }

    private static void refuse(JsonNode error, Draft draft) {
        draft.refuse((text(error, "code") + " " + text(error, "type")).strip(), text(error, "message"));
    }

    private static int index(JsonNode event) {
        return event.path("output_index").asInt(-1);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : "";
    }
}
