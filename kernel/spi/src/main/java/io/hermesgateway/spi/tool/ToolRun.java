package io.hermesgateway.spi.tool;

import java.nio.file.Path;
import java.util.List;

/** What a tool is handed while it works. */
public interface ToolRun {
    ToolScope scope();

    /** A private folder of this call that survives a crash; it exists and is emptied some days after the turn ended. */
    Path folder();

    /**
     * Keeps a note about this call in the journal; durable on return. A tool notes what it needs to find its work again
     * (a process id and its start time) before the work can have any effect.
     *
     * @throws io.hermesgateway.spi.error.GatewayException when the journal takes nothing; then the work must not begin
     */
    void note(String text);

    /** The notes of this call, oldest first. */
    List<String> notes();

    /** Shows a short line of progress to whoever watches the turn. */
    void progress(String line);

    /** Runs the action when the turn is stopped; at once when it was stopped already. */
    void onCancel(Runnable action);

    boolean cancelled();
}
