package io.hermesgateway.core.turn;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What one tool call is handed. */
final class CallRun implements ToolRun {
    private final RunningTurn run;
    private final String callId;
    private final ToolScope scope;
    private final Folders folders;
    private final List<String> notes;

    CallRun(RunningTurn run, String callId, ToolScope scope, Folders folders, List<String> notes) {
        this.run = run;
        this.callId = callId;
        this.scope = scope;
        this.folders = folders;
        this.notes = new CopyOnWriteArrayList<>(notes);
    }

    @Override
    public ToolScope scope() {
        return scope;
    }

    @Override
    public Path folder() {
        return folders.call(scope.turnId(), callId);
    }

    @Override
    public void note(String text) {
        run.write(new Fact.ToolNoted(scope.turnId(), callId, text));
        notes.add(text);
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void progress(String line) {
        run.emit(new TurnEvent.ToolProgress(scope.turnId(), callId, line));
    }

    @Override
    public void onCancel(Runnable action) {
        run.onCancel(action);
    }

    @Override
    public boolean cancelled() {
        return run.cancelled();
    }
}
