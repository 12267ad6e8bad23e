package io.hermesgateway.httpkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a failure looks as JSON; each surface has its own. */
public interface ErrorForm {
    /** As the OpenAI clients know it: {@code {"error":{"message","type","param","code"}}}. */
    ErrorForm OPENAI = failure -> {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", failure.message());
        error.put("type", failure.type());
        error.put("param", failure.param());
        error.put("code", failure.code());
        return wrapped(error);
    };

    /** As the console knows it: {@code {"error":{"code","message"}}}. */
    ErrorForm CONSOLE = failure -> {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", failure.code());
        error.put("message", failure.message());
        return wrapped(error);
    };

    /** A sentence alone, as the jobs know it: {@code {"error":"…"}}. */
    ErrorForm SENTENCE = failure -> JsonNodeFactory.instance.objectNode().put("error", failure.message());

    ObjectNode body(Failure failure);

    private static ObjectNode wrapped(ObjectNode error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return body;
    }
}
