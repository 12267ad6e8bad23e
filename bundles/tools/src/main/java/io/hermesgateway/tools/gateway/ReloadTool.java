package io.hermesgateway.tools.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import io.hermesgateway.tools.guard.ShellGuard;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Restarts one part of the gateway, after a person said yes. An agent that may do this has no reason to restart its own
 * host: configuration is applied without it, and everything that can misbehave is a part.
 */
final class ReloadTool extends SimpleTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "component":{"type":"string","description":"A platform such as qqbot, or a plugin such as platform-qqbot."}},\
            "required":["component"]}""";

    private final Supplier<Optional<GatewayControl>> control;

    ReloadTool(ObjectMapper json, Supplier<Optional<GatewayControl>> control) {
        super(json);
        this.control = control;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "gateway_reload",
                "Restarts one platform or plugin of the gateway that you run in; everything else goes on. Changed"
                        + " configuration and keys need no restart: they are applied by themselves.",
                PARAMETERS);
    }

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        return new Assessment.Ask(
                "gateway reload " + arguments.required("component"),
                List.of(Reason.of(
                        "gateway reload", ShellGuard.words(scope.language()).getString("GATEWAY_RELOAD"))));
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable {
        Optional<GatewayControl> gateway = control.get();
        String component = arguments.required("component").strip();
        if (gateway.isEmpty()) {
            return ToolResult.failed("The gateway cannot be asked just now. Try again in a moment.");
        }
        try {
            GatewayControl.Caller caller = new GatewayControl.Caller("agent", "tool");
            boolean platform =
                    gateway.get().platforms().stream().anyMatch(row -> row.id().equals(component));
            String state = platform
                    ? gateway.get().platform(caller, component, "restart").state()
                    : gateway.get().plugin(caller, component, "restart").state();
            return ToolResult.done(component + " is being restarted; it is " + state + ".");
        } catch (GatewayException refused) {
            return ToolResult.failed(String.valueOf(refused.getMessage()));
        }
    }
}
