package io.hermesgateway.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.testkit.agent.AgentContract;
import io.hermesgateway.testkit.agent.FakeAgentContext;
import io.hermesgateway.testkit.model.Answering;
import io.hermesgateway.testkit.model.FakeProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of agents, with a provider whose model calls the terminal when it hears the word "date". */
@Timeout(180)
class BuiltInAgentTest extends AgentContract {
    @TempDir
    Path home;

    private final FakeProvider provider = new FakeProvider(this::answer);
    private final Judge judge = new Judge(provider);

    private void answer(FakeProvider.Asked asked, Answering out) throws IOException {
        JsonNode body = judge.judge(asked);
        JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
        if (last.path("role").asText().equals("user")
                && last.path("content").asText().equals("date")) {
            out.calls("terminal", "{\"command\":\"date\"}");
        } else {
            out.says("It is late.");
        }
    }

    @Override
    protected Agent agent() {
        return new BuiltInAgent(new FakeAgentContext("agent-builtin", home).provider(provider.base()));
    }

    @Override
    protected String wordsForOneCall() {
        return "date";
    }

    @AfterEach
    void nothingWasSaidThatAProviderWouldRefuse() {
        provider.close();
        assertEquals(java.util.List.of(), provider.complaints());
    }
}
