package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code session/request_permission}: the agent's options on one side, a person's choices on the other. */
final class Permission implements ClientCall {
    private final ObjectMapper json;
    private final JsonNode id;
    private final JsonNode options;
    private final ToolCall call;
    private final Function<String, Optional<String>> choiceOf;
    private @Nullable String approvalId;

    /** @param choiceOf what a person chose at an approval */
    Permission(
            ObjectMapper json,
            JsonNode id,
            JsonNode params,
            ToolCall call,
            Function<String, Optional<String>> choiceOf) {
        this.json = json;
        this.id = id;
        this.options = params.path("options");
        this.call = call;
        this.choiceOf = choiceOf;
    }

    @Override
    public JsonNode id() {
        return id;
    }

    @Override
    public ToolCall call() {
        return call;
    }

    @Override
    public void asked(String approval) {
        this.approvalId = approval;
    }

    @Override
    public void answer(Rpc rpc, ToolResult result) {
        switch (result.outcome()) {
            case DONE -> select(rpc, allowing(), result);
            case CANCELLED, WITHDRAWN, UNKNOWN -> cancel(rpc);
            case DENIED, FORBIDDEN, EXPIRED, UNDELIVERABLE, FAILED ->
                select(rpc, option("reject_once").or(() -> option("reject_always")), result);
        }
    }

    private Optional<String> allowing() {
        Optional<String> once = option("allow_once");
        Optional<String> always = option("allow_always");
        boolean forever = approvalId != null
                && choiceOf.apply(approvalId).filter("always"::equals).isPresent();
        return forever ? always.or(() -> once) : once.or(() -> always);
    }

    private Optional<String> option(String kind) {
        for (JsonNode option : options) {
            if (option.path("kind").asText().equals(kind)) {
                return Optional.of(option.path("optionId").asText());
            }
        }
        return Optional.empty();
    }

    private void select(Rpc rpc, Optional<String> option, ToolResult why) {
        if (option.isEmpty()) {
            cancel(rpc);
            return;
        }
        ObjectNode reply = json.createObjectNode();
        reply.putObject("outcome").put("outcome", "selected").put("optionId", option.get());
        // Agents that look learn the whole truth: denied is not the same as nobody answering.
        reply.putObject("_meta").put("hermes.outcome", why.outcome().word()).put("hermes.words", why.text());
        rpc.reply(id, reply);
    }

    @Override
    public void cancel(Rpc rpc) {
        ObjectNode reply = json.createObjectNode();
        reply.putObject("outcome").put("outcome", "cancelled");
        rpc.reply(id, reply);
    }
}
