package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.agent.Step;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.Tools.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Brings what the agent wants before the kernel and the outcome back. A wish is known by what it is: asked again after a
 * restart, it has the same id and so the same approval and the same answer. An answer is used up when the agent was told:
 * a step remembers that before the telling, and the same wish after it is a new question.
 */
final class Asking {
    private static final String TOLD = "told";

    private final ObjectMapper json;
    private final FileCalls files;
    private final Function<String, Optional<String>> choiceOf;

    Asking(ObjectMapper json, FileCalls files, Function<String, Optional<String>> choiceOf) {
        this.json = json;
        this.files = files;
        this.choiceOf = choiceOf;
    }

    /** Takes a request; it is answered at once, or when a person has decided. */
    void take(LiveTurn live, LiveTurn.Event.Request request, Turn turn, TurnContext context) {
        JsonNode id = request.id();
        JsonNode params = request.params();
        Rpc rpc = live.rpc();
        try {
            switch (request.method()) {
                case "session/request_permission" -> pursue(permission(live, id, params, turn, context), live, context);
                case "fs/read_text_file" -> rpc.reply(id, files.read(params));
                case "fs/write_text_file" -> pursue(write(live, id, params, context), live, context);
                case "terminal/create" -> pursue(terminal(live, id, params, context), live, context);
                case "terminal/output" -> rpc.reply(id, live.terminals().output(params, context.tools()));
                case "terminal/wait_for_exit" -> live.terminals().waitFor(id, params);
                case "terminal/kill" -> {
                    live.terminals().kill(params, context.tools());
                    rpc.reply(id, json.createObjectNode());
                }
                case "terminal/release" -> {
                    live.terminals().kill(params, context.tools());
                    rpc.reply(id, json.createObjectNode());
                }
                default -> rpc.refuse(id, Rpc.METHOD_NOT_FOUND, request.method() + " is not known here");
            }
        } catch (Rpc.Refused refused) {
            rpc.refuse(id, refused.code(), String.valueOf(refused.getMessage()));
        }
    }

    private ClientCall permission(LiveTurn live, JsonNode id, JsonNode params, Turn turn, TurnContext context) {
        Wish wish = Wish.of(params.path("toolCall"));
        String kinds = StreamSupport.stream(params.path("options").spliterator(), false)
                .map(option -> option.path("kind").asText())
                .sorted()
                .collect(Collectors.joining(","));
        String arguments = json.createObjectNode()
                .put("kind", wish.kind())
                .put("command", wish.command())
                .put("shown", wish.shown())
                .put("options", kinds)
                .put(
                        "sample",
                        turn.text().substring(0, Math.min(200, turn.text().length())))
                .toString();
        return new Permission(
                json, id, params, call(PermissionTool.NAME, wish.shown(), arguments, live, context), choiceOf);
    }

    private ClientCall write(LiveTurn live, JsonNode id, JsonNode params, TurnContext context) {
        String arguments = json.createObjectNode()
                .put("path", params.path("path").asText())
                .put("content", params.path("content").asText())
                .toString();
        return new ToolAnswer(
                id, call("write_file", arguments, arguments, live, context), done -> json.createObjectNode());
    }

    private ClientCall terminal(LiveTurn live, JsonNode id, JsonNode params, TurnContext context) {
        String arguments = live.terminals().arguments(params);
        return new ToolAnswer(id, call("terminal", arguments, arguments, live, context), live.terminals()::created);
    }

    /** The n-th time in this turn that exactly this is wanted and was not told before. */
    private static ToolCall call(String tool, String what, String arguments, LiveTurn live, TurnContext context) {
        String digest = "acp-" + digest(tool + "\n" + what);
        List<String> taken = new ArrayList<>();
        context.steps().stream().filter(step -> step.kind().equals(TOLD)).forEach(step -> taken.add(step.payload()));
        live.waiting().forEach(one -> taken.add(one.call().id()));
        int n = 1;
        while (taken.contains(digest + "-" + n)) {
            n++;
        }
        return new ToolCall(digest + "-" + n, tool, arguments);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Asks the kernel; the agent is told when it is decided, and waits otherwise. */
    void pursue(ClientCall wish, LiveTurn live, TurnContext context) {
        ToolOutcome outcome = context.tools().call(wish.call());
        if (outcome instanceof ToolOutcome.Waiting waits) {
            wish.asked(waits.approvalId());
            live.waiting().add(wish);
        } else if (outcome instanceof ToolOutcome.Ended ended) {
            context.step(new Step(TOLD, wish.call().id()));
            wish.answer(live.rpc(), ended.result());
        }
    }

    /** Looks again at everything that waited. */
    void again(LiveTurn live, TurnContext context) {
        List<ClientCall> waited = List.copyOf(live.waiting());
        live.waiting().clear();
        waited.forEach(wish -> pursue(wish, live, context));
    }

    /** The approvals that a person has not decided. */
    static List<String> open(LiveTurn live, TurnContext context) {
        List<String> open = new ArrayList<>();
        for (ClientCall wish : live.waiting()) {
            if (context.tools().call(wish.call()) instanceof ToolOutcome.Waiting waits) {
                open.add(waits.approvalId());
            }
        }
        return open;
    }
}
