package io.hermesgateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A conversation at a terminal: lines with history, Ctrl-C stops the answer, Ctrl-D ends. */
final class ChatTerminal {
    private final Shell shell;
    private final @Nullable String chat;
    private final AtomicReference<@Nullable ChatTurn> running = new AtomicReference<>();

    ChatTerminal(Shell shell, @Nullable String chat) {
        this.shell = shell;
        this.chat = chat;
    }

    int run() {
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .variable(LineReader.HISTORY_FILE, history())
                    .build();
            terminal.handle(Terminal.Signal.INT, signal -> stop());
            shell.out().println(shell.paint(Shell.DIM, shell.say("chat_hint")));
            while (turn(reader)) {
                reader.getHistory().save();
            }
            return Exit.DONE;
        } catch (IOException noTerminal) {
            throw new Failure(Exit.FAILED, String.valueOf(noTerminal.getMessage()));
        }
    }

    private boolean turn(LineReader reader) {
        String line = read(reader, "› ");
        if (line == null || line.strip().equals("/exit") || line.strip().equals("/quit")) {
            return false;
        }
        if (!line.isBlank()) {
            ChatTurn turn = new ChatTurn(shell, chat, () -> answer(reader));
            running.set(turn);
            try {
                turn.say(line);
            } catch (Failure failed) {
                shell.err().println("hermes: " + failed.getMessage());
            } finally {
                running.set(null);
            }
        }
        return true;
    }

    /** What was said is for the owner only. */
    private Path history() throws IOException {
        Path file = shell.home().resolve("cache/chat-history");
        if (Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return file;
    }

    /** An answer to an approval is nothing to say again. */
    private static @Nullable String answer(LineReader reader) {
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return read(reader, "");
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }

    private static @Nullable String read(LineReader reader, String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException again) {
            return "";
        } catch (EndOfFileException end) {
            return null;
        }
    }

    private void stop() {
        ChatTurn turn = running.get();
        if (turn != null) {
            turn.stop();
        }
    }
}
