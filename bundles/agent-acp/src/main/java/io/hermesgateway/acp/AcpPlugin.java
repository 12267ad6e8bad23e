package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.plugin.PluginContext;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.tool.Tool;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;
import java.util.Optional;

/** Offers the agent behind the protocol, the tool that stands for its questions, and the ear for what was stopped. */
public final class AcpPlugin implements Plugin {
    private volatile Optional<GatewayControl> control = Optional.empty();
    private volatile Optional<AcpAgent> agent = Optional.empty();

    @Override
    public List<AgentFactory> agents() {
        return List.of(new AgentFactory() {
            @Override
            public String kind() {
                return "acp";
            }

            @Override
            public List<SettingsSpec> settings() {
                return List.of(AcpSettings.SPEC);
            }

            @Override
            public Agent open(AgentContext context) {
                AcpAgent made = new AcpAgent(context, AcpPlugin.this::choice);
                agent = Optional.of(made);
                return made;
            }
        });
    }

    private Optional<String> choice(String approvalId) {
        return control.flatMap(found -> AcpService.choice(found, approvalId));
    }

    @Override
    public List<ToolFactory> tools() {
        return List.of(new ToolFactory() {
            @Override
            public String toolset() {
                return "acp";
            }

            @Override
            public List<Tool> open(PluginContext context) {
                return List.of(new PermissionTool(new ObjectMapper(), context));
            }
        });
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(new ServiceFactory() {
            @Override
            public String name() {
                return "acp";
            }

            @Override
            public Service open(ServiceContext context) {
                return new AcpService(context, () -> agent, now -> control = now);
            }
        });
    }
}
