package io.hermesgateway.core.inbox;

import io.hermesgateway.core.inbox.Intake.Write;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.message.ChatCommand;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.plugin.Registry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands that people type in a chat. They run at once, whatever the agent is doing, before their message is written
 * down: each may safely run again when a crash comes between, and what it writes is in one append with its message.
 */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final Pattern SHAPE = Pattern.compile("/([A-Za-z][\\w-]*)(?:@\\S+)?(?:\\s+(.*))?", Pattern.DOTALL);
    private static final int SHORTEST_PREFIX = 2;

    private final Map<String, Command> own = new TreeMap<>();
    private final Registry others;
    private final AccessPolicy policy;
    private final Intake intake;

    Commands(InboxParts parts, Intake intake) {
        this.others = parts.commands();
        this.policy = new AccessPolicy(parts.rules(), parts.pairing());
        this.intake = intake;
        ApprovalCommands approvals = new ApprovalCommands(parts.desk());
        own.put("approve", call -> say(call, approvals.approve(call)));
        own.put("deny", call -> say(call, approvals.deny(call)));
        own.put("help", call -> say(call, help(call)));
        new PlainCommands(parts, intake).addTo(own);
    }

    /** A command of the kernel: acts, and says what is to be written with its message. */
    interface Command {
        Write run(Call call);
    }

    /** One use of a command. */
    record Call(
            Account account, InboundMessage message, Conversation lane, String arguments, boolean admin, Words words) {
        String say(String key, Object... values) {
            return words.say(key, values);
        }

        /** The message as if it had been said without the command. */
        InboundMessage saying(String text) {
            InboundMessage m = message;
            return new InboundMessage(
                    m.key(), m.conversation(), m.sender(), text, m.attachments(), m.replyTo(), m.sentAt(), m.route());
        }
    }

    /** A command and what followed its name. */
    record Found(String name, Command command, String arguments) {}

    static boolean looksLikeOne(String text) {
        return text.startsWith("/");
    }

    /** Exact names first; the beginning of a name only when it can mean one thing. */
    Optional<Found> find(String text) {
        Matcher shape = SHAPE.matcher(text.trim());
        if (!looksLikeOne(text) || !shape.matches()) {
            return Optional.empty();
        }
        String name = shape.group(1).toLowerCase(Locale.ROOT);
        String arguments = shape.group(2) == null ? "" : shape.group(2).trim();
        Map<String, Command> all = all();
        Command exact = all.get(name);
        if (exact != null) {
            return Optional.of(new Found(name, exact, arguments));
        }
        Map<Command, String> meant = all.entrySet().stream()
                .filter(entry ->
                        name.length() >= SHORTEST_PREFIX && entry.getKey().startsWith(name))
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, other) -> one));
        return meant.size() != 1
                ? Optional.empty()
                : meant.entrySet().stream()
                        .map(entry -> new Found(entry.getValue(), entry.getKey(), arguments))
                        .findFirst();
    }

    Write run(Found found, Account account, InboundMessage message, Conversation lane) {
        boolean admin = policy.admin(account, message.sender());
        Words words = intake.words(lane, message.text());
        Call call = new Call(account, message, lane, found.arguments(), admin, words);
        try {
            return found.command().run(call);
        } catch (GatewayException refused) {
            return say(call, String.valueOf(refused.getMessage()));
        } catch (RuntimeException broken) {
            LOG.warn("the command /{} failed", found.name(), broken);
            return say(call, words.say("failed", "/" + found.name()));
        }
    }

    private Map<String, Command> all() {
        Map<String, Command> all = new TreeMap<>();
        for (Registry.Named<ChatCommand> other : others.all(ChatCommand.class)) {
            all.put(other.name().toLowerCase(Locale.ROOT), call -> say(call, run(other.object(), call)));
        }
        all.putAll(own);
        return all;
    }

    private static String run(ChatCommand command, Call call) {
        return command.run(new ChatCommand.Call(
                call.message(),
                call.lane(),
                call.arguments(),
                call.admin(),
                call.words().locale()));
    }

    private Write say(Call call, String words) {
        return intake.say(call.lane(), call.message(), words);
    }

    private String help(Call call) {
        String ours = own.keySet().stream()
                .filter(name -> !name.equals("reset"))
                .map(name -> call.say("help." + name))
                .collect(Collectors.joining("\n"));
        return others.all(ChatCommand.class).stream()
                .filter(other -> !own.containsKey(other.name()))
                .map(other -> "\n/" + other.name() + " "
                        + other.object().help(call.words().locale()))
                .collect(Collectors.joining("", ours, ""));
    }

    static String firstLine(String command) {
        String line = command.lines().findFirst().orElse("");
        return line.length() > 80 ? line.substring(0, 79) + "…" : line;
    }
}
