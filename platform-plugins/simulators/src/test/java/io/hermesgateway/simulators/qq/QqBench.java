package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Transcript;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;

/** A simulator with a client, and words for what the tests of it say often. */
abstract class QqBench {
    Simulation simulation;
    QqSimulator qq;
    Client client;

    @BeforeEach
    void start() throws IOException {
        simulation = Simulation.manual();
        qq = new QqSimulator(simulation);
        client = client();
    }

    @AfterEach
    void stop() {
        simulation.close();
    }

    Client client() {
        return new Client(simulation.server().url(), qq.appId(), qq.secret());
    }

    Transcript.Entry await(String kind) {
        return qq.transcript().await(entry -> entry.kind().equals(kind));
    }

    List<Transcript.Entry> await(int count, String kind) {
        return qq.transcript().await(count, entry -> entry.kind().equals(kind));
    }

    List<Transcript.Entry> all(String kind) {
        return qq.transcript().list(entry -> entry.kind().equals(kind));
    }

    static void refused(int status, int code, Far.Answer answer) {
        Assertions.assertEquals(
                status + " " + code,
                answer.status() + " " + answer.json().path("code").asInt(),
                answer.text());
    }

    static String openid(JsonNode said) {
        return said.path("conversation").asText().replaceFirst("^[^:]*:", "");
    }

    /** A keyboard of one row: a button of each label, whose data is the label with a colon. */
    static ObjectNode card(String text, String msgId, int msgSeq, String... labels) {
        ObjectNode body = Json.object().put("msg_type", 2).put("msg_id", msgId).put("msg_seq", msgSeq);
        body.putObject("markdown").put("content", text);
        var buttons = body.putObject("keyboard")
                .putObject("content")
                .putArray("rows")
                .addObject()
                .putArray("buttons");
        for (String label : labels) {
            ObjectNode button = buttons.addObject().put("id", label).put("group_id", "approval");
            button.putObject("render_data")
                    .put("label", label)
                    .put("visited_label", label)
                    .put("style", 1);
            button.putObject("action")
                    .put("type", 1)
                    .put("data", "ap:" + label)
                    .put("click_limit", 1)
                    .putObject("permission")
                    .put("type", 2);
        }
        return body;
    }
}
