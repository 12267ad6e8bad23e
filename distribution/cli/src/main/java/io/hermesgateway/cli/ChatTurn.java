package io.hermesgateway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One turn: the answer on standard output, everything else on standard error. While somebody is asked for an approval the
 * answer may also come from elsewhere, so the question waits on a thread of its own.
 */
final class ChatTurn {
    private static final int PATIENCE_SECONDS = 60;

    private final Shell shell;
    private final @Nullable String chat;
    private final Lines lines;
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final StringBuilder streamed = new StringBuilder();
    private volatile @Nullable String turnId;
    private volatile @Nullable Client listening;
    private volatile boolean nobody;

    ChatTurn(Shell shell, @Nullable String chat, Lines lines) {
        this.shell = shell;
        this.chat = chat;
        this.lines = lines;
    }

    /** Where answers are typed; null at the end. */
    interface Lines {
        @Nullable
        String next() throws IOException;
    }

    /** Says it and shows what comes; the exit code. */
    int say(String text) {
        Map<String, String> arguments = new LinkedHashMap<>(Map.of("text", text));
        if (chat != null) {
            arguments.put("chat", chat);
        }
        try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
            listening = client;
            return end(client.call("chat", arguments, this::item).row());
        } catch (Failure ended) {
            if (nobody) {
                return Exit.WAITING;
            }
            throw ended;
        }
    }

    /** Stops what runs; for a key press. */
    void stop() {
        String id = turnId;
        if (id != null) {
            try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
                client.call("turns.stop", Map.of("id", id));
            }
        }
    }

    /** Not before an answer that is under way has said what came of it. */
    private synchronized int end(Row end) {
        String text = end.text("text");
        String shown = streamed.toString();
        if (shown.isEmpty() || !text.startsWith(shown.stripTrailing())) {
            shell.out().println((shown.isEmpty() ? "" : "\n") + text);
        } else {
            shell.out().println(text.substring(Math.min(shown.length(), text.length())));
        }
        boolean answered = end.text("outcome").equals("answered");
        if (!answered) {
            String code = end.text("error_code");
            shell.err().println("hermes: " + end.text("outcome") + (code.isEmpty() ? "" : " (" + code + ")"));
        }
        return answered ? Exit.DONE : Exit.FAILED;
    }

    private void item(Row item) {
        switch (item.text("type")) {
            case "accepted" -> turnId = item.text("turn_id");
            case "text_delta" -> stream(item.text("text"));
            case "tool_started" ->
                note(item.row("call").text("tool") + " " + item.row("call").text("arguments"));
            case "approval_asked" -> ask(item.row("approval"));
            case "approval_decided" -> tell(item.row("approval"));
            default -> {}
        }
    }

    /** A program that reads gets the answer whole, at the end. */
    private void stream(String text) {
        if (shell.terminal()) {
            streamed.append(text);
            shell.out().print(text);
            shell.out().flush();
        }
    }

    private void note(String line) {
        if (shell.terminal()) {
            shell.err().println(shell.paint(Shell.DIM, "· " + line.strip()));
        }
    }

    private void tell(Row approval) {
        if (decided.add(approval.text("id"))) {
            note(shell.say("decided_elsewhere", approval.text("code"), approval.text("state")));
        }
    }

    private void ask(Row approval) {
        List<?> choices = approval.fields().get("choices") instanceof List<?> list ? list : List.of("once", "deny");
        shell.err().println(shell.say("asked", approval.text("tool"), approval.text("code")));
        shell.err().println(shell.paint(Shell.BOLD, "  " + approval.text("command")));
        shell.err().println("  " + approval.text("reasons"));
        Thread asking = new Thread(() -> question(approval.text("id"), approval.text("code"), choices), "question");
        asking.setDaemon(true);
        asking.start();
    }

    private void question(String id, String code, List<?> choices) {
        try {
            while (!decided.contains(id)) {
                shell.err()
                        .print(shell.say(
                                        "choose",
                                        String.join(
                                                " / ",
                                                choices.stream()
                                                        .map(String::valueOf)
                                                        .toList())) + " ");
                shell.err().flush();
                String line = lines.next();
                if (line == null) {
                    shell.err().println("\n" + shell.say("left_pending", code));
                    leave();
                    return;
                }
                String choice = choice(line);
                if (choices.contains(choice) && decided.add(id)) {
                    answer(id, choice);
                }
            }
        } catch (IOException | Failure gone) {
            shell.err().println("hermes: " + gone.getMessage());
            leave();
        }
    }

    /** Nobody is there to answer; the turn waits in the gateway. */
    private void leave() {
        nobody = true;
        Client client = listening;
        if (client != null) {
            client.close();
        }
    }

    private synchronized void answer(String id, String choice) {
        try (Client client = Client.connect(shell, PATIENCE_SECONDS)) {
            Row result = client.call("approvals.answer", Map.of("id", id, "choice", choice))
                    .row();
            shell.err().println(shell.paint(Shell.DIM, result.text("words")));
            if (result.text("outcome").equals("not_now")) {
                decided.remove(id);
            }
        }
    }

    /** The word, its first letter, or the label of the button. */
    static String choice(String line) {
        return switch (line.strip().toLowerCase(Locale.ROOT)) {
            case "o", "once", "y", "yes", "allow once", "允许一次" -> "once";
            case "s", "session", "this session", "本次会话" -> "session";
            case "a", "always", "始终允许" -> "always";
            case "d", "deny", "n", "no", "拒绝" -> "deny";
            default -> "";
        };
    }
}
