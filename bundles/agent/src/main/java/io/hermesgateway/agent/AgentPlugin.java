package io.hermesgateway.agent;

import io.hermesgateway.agent.provider.ModelSettings;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** Offers the built-in agent. */
public final class AgentPlugin implements Plugin {
    @Override
    public List<AgentFactory> agents() {
        return List.of(new AgentFactory() {
            @Override
            public String kind() {
                return "builtin";
            }

            @Override
            public List<SettingsSpec> settings() {
                return List.of(ModelSettings.SPEC);
            }

            @Override
            public Agent open(AgentContext context) {
                return new BuiltInAgent(context);
            }
        });
    }
}
