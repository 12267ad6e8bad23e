package io.hermesgateway.tools.terminal;

import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One call, its notes in memory and its folder on disk. */
public final class FakeRun implements ToolRun {
    private final Path root;
    private final String call;
    private final String session;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private Consumer<String> onNote = note -> {};
    private volatile boolean cancelled;

    public FakeRun(Path root, String call, String session) {
        this.root = root;
        this.call = call;
        this.session = session;
    }

    public static FakeRun of(Path root) {
        return new FakeRun(root, "c1", "s1");
    }

    /** The same call after a crash: its folder and its notes, and nothing else. */
    public FakeRun afterCrash() {
        FakeRun again = new FakeRun(root, call, session);
        again.notes.addAll(notes);
        return again;
    }

    public FakeRun onNote(Consumer<String> action) {
        onNote = action;
        return this;
    }

    public FakeRun noted(String note) {
        notes.add(note);
        return this;
    }

    public void cancel() {
        cancelled = true;
        actions.forEach(Runnable::run);
    }

    boolean watched() {
        return !actions.isEmpty();
    }

    @Override
    public ToolScope scope() {
        return new ToolScope(
                "t1",
                session,
                Conversation.dm("demo", "ann"),
                Sender.of("demo", "ann", null),
                created(root.resolve("sessions/" + session)));
    }

    @Override
    public Path folder() {
        return created(root.resolve("calls/" + call));
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    @Override
    public void note(String text) {
        onNote.accept(text);
        notes.add(text);
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public void progress(String line) {}

    @Override
    public void onCancel(Runnable action) {
        actions.add(action);
        if (cancelled) {
            action.run();
        }
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
