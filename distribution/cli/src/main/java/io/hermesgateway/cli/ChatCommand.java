package io.hermesgateway.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes chat}: one answer, or a conversation at a terminal. */
@CommandLine.Command(name = "chat", description = "Talks to the agent, approvals included.")
final class ChatCommand extends Command {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What to say; without it a conversation begins.")
    @Nullable
    String text;

    @Option(names = "--chat", paramLabel = "NAME", description = "The conversation (default: one for each user).")
    @Nullable
    String chat;

    ChatCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        Client.connect(shell, 5).close();
        BufferedReader in = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
        if (text != null) {
            return new ChatTurn(shell, chat, in::readLine).say(text);
        }
        if (shell.terminal()) {
            return new ChatTerminal(shell, chat).run();
        }
        return in.lines()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> new ChatTurn(shell, chat, in::readLine).say(line))
                .max()
                .orElse(Exit.DONE);
    }
}
