package io.hermesgateway.tools.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import io.hermesgateway.tools.guard.ShellGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends a message to a chat through the outbox. To the chat that is being talked in and to a platform's home channel it
 * goes at once; anywhere else a person is asked, because words that somebody slipped to the agent must not make it write
 * to strangers.
 */
final class SendMessageTool extends SimpleTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "target":{"type":"string","description":"platform:chat or platform:chat:thread; a platform alone means its\
             home channel."},\
            "message":{"type":"string"}},\
            "required":["target","message"]}""";
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final Supplier<Optional<GatewayControl>> control;

    SendMessageTool(ObjectMapper json, Supplier<Optional<GatewayControl>> control) {
        super(json);
        this.control = control;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "send_message",
                "Sends a message to another chat, or files a report in a platform's home channel. Answers to the person"
                        + " who is talking to you need no tool.",
                PARAMETERS);
    }

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        String target = target(arguments);
        Conversation here = scope.conversation();
        boolean known = !target.contains(":") || target.equals(here.platform() + ":" + here.chatId());
        return known
                ? new Assessment.Allowed()
                : new Assessment.Ask(
                        "send to " + target + "\n\n" + arguments.required("message"),
                        List.of(Reason.of(
                                "send message to another chat",
                                ShellGuard.words(scope.language()).getString("SEND_MESSAGE"))));
    }

    private static String target(Arguments arguments) throws Unusable {
        String target = arguments.required("target").strip();
        if (target.isEmpty()) {
            throw new Unusable("`target` is empty.");
        }
        return target;
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable {
        Optional<GatewayControl> gateway = control.get();
        if (gateway.isEmpty()) {
            return ToolResult.failed("The gateway cannot send just now. Try again in a moment.");
        }
        try {
            GatewayControl.Caller caller = new GatewayControl.Caller("agent", "tool");
            Rows.SendRow row = gateway.get().send(caller, target(arguments), arguments.required("message"), WAIT);
            return result(row);
        } catch (GatewayException refused) {
            return ToolResult.failed(String.valueOf(refused.getMessage()));
        }
    }

    private static ToolResult result(Rows.SendRow row) {
        return switch (row.state()) {
            case "sent" -> ToolResult.done("Sent.");
            case "failed", "cancelled" -> ToolResult.failed("It was not sent: " + row.why());
            default -> ToolResult.done("Accepted; it is " + row.state() + " and will be sent when that is possible.");
        };
    }
}
