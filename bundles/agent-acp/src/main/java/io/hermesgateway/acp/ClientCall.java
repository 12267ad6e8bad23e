package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;

/** Something the agent wants of us that goes through the kernel, and how it gets its answer. */
interface ClientCall {
    /** The id under which the agent waits. */
    JsonNode id();

    /** The call; the same wish of the same turn has the same id in every life of the gateway. */
    ToolCall call();

    /** A person is being asked. */
    default void asked(String approvalId) {}

    void answer(Rpc rpc, ToolResult result);

    /** The turn is stopped. */
    void cancel(Rpc rpc);
}
