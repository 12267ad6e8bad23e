package io.hermesgateway.agentdemo;

import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.plugin.Plugin;
import java.util.List;

/** Offers the demo agent. */
public final class DemoPlugin implements Plugin {
    @Override
    public List<AgentFactory> agents() {
        return List.of(new AgentFactory() {
            @Override
            public String kind() {
                return "demo";
            }

            @Override
            public Agent open(AgentContext context) {
                return new DemoAgent();
            }
        });
    }
}
