package io.hermesgateway.core.turn;

import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/** The tools of all plugins as they are now, behind guarded calls; looked up for each call. */
public interface Toolbox {
    List<ToolSpec> specs();

    Optional<Seat> tool(String name);

    /** One tool. None of its methods throws. */
    interface Seat {
        Assessment assess(ToolCall call, ToolScope scope);

        ToolResult run(ToolCall call, ToolRun run);

        ToolResult recover(ToolCall call, ToolRun run);
    }
}
