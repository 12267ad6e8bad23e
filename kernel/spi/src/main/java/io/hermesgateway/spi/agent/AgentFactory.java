package io.hermesgateway.spi.agent;

import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** Makes an agent. Which one serves is the setting {@code agent.kind}. */
public interface AgentFactory {
    /** The value of {@code agent.kind}: {@code builtin}, {@code acp}, {@code demo}. */
    String kind();

    /** The settings; several sections are possible because a model is configured in more than one place. */
    default List<SettingsSpec> settings() {
        return List.of();
    }

    /** Makes the agent and returns at once. Settings are those of the first section. */
    Agent open(AgentContext context);
}
