package io.hermesgateway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hermes send}: done only when the far side has accepted it. */
@CommandLine.Command(name = "send", description = "Sends a message through the running gateway.")
final class SendCommand extends Command.Listing {
    private static final int A_DAY = 86_400;
    private static final List<String> LOST = List.of("failed", "cancelled");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TARGET",
            description = "platform[:chat[:thread]], for example telegram:4711; a platform alone is its home channel.")
    String target;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the far side (default: ${DEFAULT-VALUE}).")
    int seconds = 30;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "The text; without it standard input is read.")
    @Nullable
    String text;

    SendCommand(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        Shell shell = shell();
        String words = text == null || text.equals("-") ? readAll(shell) : text;
        if (words.isBlank()) {
            throw shell.failure(Exit.USAGE, "nothing_to_send");
        }
        if (seconds < 0 || seconds > A_DAY) {
            throw shell.failure(Exit.USAGE, "bad_wait", String.valueOf(A_DAY));
        }
        Client.Answer answer = send(shell, Map.of("to", target, "text", words, "wait", seconds));
        Row row = answer.row();
        String state = row.text("state");
        if (json) {
            shell.out().println(answer.json());
        } else if (state.equals("sent")) {
            shell.out().println(shell.say("sent", row.text("message_id")).strip());
        } else {
            String why = row.text("why").isEmpty() ? "" : ": " + row.text("why");
            shell.err().println("hermes: " + shell.say("not_sent", row.text("delivery_id"), state) + why);
        }
        return state.equals("sent") ? Exit.DONE : LOST.contains(state) ? Exit.FAILED : Exit.WAITING;
    }

    /** The gateway is silent for as long as it waits. */
    private Client.Answer send(Shell shell, Map<String, ?> arguments) {
        try (Client client = Client.connect(shell, seconds + Client.PATIENCE_SECONDS)) {
            return client.call("send", arguments);
        }
    }

    private static String readAll(Shell shell) {
        try {
            return new String(shell.in().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw shell.failure(Exit.USAGE, "nothing_to_send");
        }
    }
}
