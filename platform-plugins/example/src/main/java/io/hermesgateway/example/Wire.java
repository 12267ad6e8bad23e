package io.hermesgateway.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;

/** What is written to the far side. */
final class Wire {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Wire() {}

    static JsonNode hello(String platformId) {
        return JSON.objectNode().put("hello", platformId);
    }

    static JsonNode ack(String messageId) {
        return JSON.objectNode().put("ack", messageId);
    }

    static JsonNode clicked(String number, AnswerResult result) {
        return JSON.objectNode().put("clicked", number).put("words", result.words());
    }

    static JsonNode send(Delivery delivery) {
        ObjectNode send = JSON.objectNode()
                .put("id", delivery.id())
                .put("chat", delivery.to().chatId());
        put(send, delivery.body());
        return JSON.objectNode().set("send", send);
    }

    private static ObjectNode put(ObjectNode send, Body body) {
        return body.fold(
                text -> send.put("text", text.text()),
                media -> send.put("file", media.attachment().location()),
                prompt -> prompt(send.put("text", prompt.text()), prompt.approval()),
                edit -> put(send.put("edit", edit.messageId()), edit.replacement()));
    }

    /** A button carries the id and the choice, nothing else. A decided approval has no buttons any more. */
    private static ObjectNode prompt(ObjectNode send, Approval approval) {
        if (approval.decision() == null) {
            send.put("approval", approval.id()).put("code", approval.code());
            approval.question().choices().stream().map(Choice::word).forEach(send.withArray("choices")::add);
        }
        return send.put("state", approval.state().word());
    }
}
