package io.hermesgateway.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.PoolTasks;
import io.hermesgateway.testkit.model.FakeProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ResponsesWireTest {
    private final FakeProvider provider = new FakeProvider((asked, out) -> out.json(500, "{}"));
    private final ModelClient client = new ModelClient(new ManualClock(), new PoolTasks());
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        client.close();
        provider.close();
    }

    private Reply ask(boolean streamed) throws InterruptedException {
        Endpoint endpoint = new Endpoint(
                "fake",
                URI.create(provider.base()),
                new Secret("k"),
                Map.of(),
                Api.RESPONSES,
                "",
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        List<Message> talk = List.of(
                Message.system("be kind"),
                Message.user("look", List.of("data:image/png;base64,AA==")),
                Message.assistant("I will", List.of(new ToolCall("c1", "terminal", "{}")), "thought"),
                Message.tool("c1", "seen"));
        List<ToolSpec> tools = List.of(new ToolSpec("terminal", "Runs.", "{\"type\":\"object\"}"));
        Map<String, String> options = Map.of("reasoning_effort", "\"low\"", "max_tokens", "9");
        return client.ask(endpoint, new Prompt("m", talk, tools, options, streamed), heard);
    }

    @Test
    void sendsTheTalkAsItems() throws Exception {
        ask(true);
        JsonNode body = new ObjectMapper().readTree(provider.asked().get(0).body());
        assertEquals("/v1/responses", provider.asked().get(0).path());
        assertEquals("be kind", body.path("instructions").asText());
        assertEquals(4, body.path("input").size());
        assertEquals("input_image", body.at("/input/0/content/1/type").asText());
        assertEquals("output_text", body.at("/input/1/content/0/type").asText());
        assertEquals("function_call", body.at("/input/2/type").asText());
        assertEquals("c1", body.at("/input/3/call_id").asText());
        assertEquals("terminal", body.at("/tools/0/name").asText());
        assertEquals("low", body.at("/reasoning/effort").asText());
        assertEquals(9, body.path("max_output_tokens").asInt());
        assertEquals(false, body.path("store").asBoolean(true));
    }

    @Test
    void readsAStream() throws Exception {
        provider.script((asked, out) -> out.stream()
                .event("{\"type\":\"response.created\",\"response\":{}}")
                .event("{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"hm\"}")
                .event("{\"type\":\"response.output_text.delta\",\"delta\":\"Hel\"}")
                .event("{\"type\":\"response.output_text.delta\",\"delta\":\"lo\"}")
                .event(
                        "{\"type\":\"response.output_item.added\",\"output_index\":2,\"item\":{\"type\":\"function_call\","
                                + "\"call_id\":\"a\",\"name\":\"terminal\",\"arguments\":\"\"}}")
                .event(
                        "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":2,\"delta\":\"{\\\"x\\\"\"}")
                .event("{\"type\":\"response.function_call_arguments.done\",\"output_index\":2,"
                        + "\"arguments\":\"{\\\"x\\\":1}\"}")
                .event(
                        "{\"type\":\"response.output_item.done\",\"output_index\":3,\"item\":{\"type\":\"function_call\","
                                + "\"call_id\":\"b\",\"name\":\"other\",\"arguments\":\"{}\"}}")
                .event("{\"type\":\"response.completed\",\"response\":{\"model\":\"m-2\",\"usage\":{\"input_tokens\":5,"
                        + "\"output_tokens\":3,\"input_tokens_details\":{\"cached_tokens\":4},"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":1}}}}"));
        Reply.Answer answer = assertInstanceOf(Reply.Answer.class, ask(true));
        assertEquals("Hello", answer.text());
        assertEquals("Hello", heard.text());
        assertEquals("hm", answer.reasoning());
        assertEquals(
                List.of(new ToolCall("a", "terminal", "{\"x\":1}"), new ToolCall("b", "other", "{}")), answer.calls());
        assertEquals(new Tokens(5, 3, 4, 1), answer.tokens());
        assertEquals("m-2", answer.model());
    }

    @Test
    void readsAWholeAnswer() throws Exception {
        provider.script((asked, out) -> out.json(
                200,
                "{\"object\":\"response\",\"output\":[{\"type\":\"reasoning\",\"summary\":[{\"text\":\"hm\"}]},"
                        + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"cut\"}]}],"
                        + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}"));
        Reply.Answer answer = assertInstanceOf(Reply.Answer.class, ask(false));
        assertEquals("cut", answer.text());
        assertEquals("length", answer.finish());
    }

    @Test
    void readsFailures() throws Exception {
        provider.script((asked, out) -> out.stream()
                .event("{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\","
                        + "\"message\":\"slow\"}}}"));
        assertEquals(
                Reply.Kind.BUSY,
                assertInstanceOf(Reply.Trouble.class, ask(true)).kind());
        provider.script((asked, out) ->
                out.stream().event("{\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":\"empty\"}"));
        assertEquals(
                Reply.Kind.QUOTA,
                assertInstanceOf(Reply.Trouble.class, ask(true)).kind());
        provider.script((asked, out) -> out.json(200, "[1]"));
        assertTrue(assertInstanceOf(Reply.Trouble.class, ask(false)).said().contains("not a JSON object"));
    }
}
