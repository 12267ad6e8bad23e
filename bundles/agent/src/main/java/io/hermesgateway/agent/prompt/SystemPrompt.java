package io.hermesgateway.agent.prompt;

import io.hermesgateway.spi.agent.PromptPart;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.plugin.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the model is told before the talk. What changes seldom stands first, and the time is rounded, because providers
 * charge less for a beginning they have seen a moment ago.
 */
public final class SystemPrompt {
    private static final Duration ROUNDED = Duration.ofMinutes(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE, yyyy-MM-dd, 'about' HH:mm (VV)", Locale.ENGLISH);
    private static final String RULES =
            """
            You work for the person you are talking to, through the tools you are given. Answer in the person's language.
            - Some tool calls need a person's consent; the gateway asks by itself. Make the call; do not ask for consent in words.
            - A result that begins with [denied], [forbidden], [expired], [withdrawn], [undeliverable] or [unknown] means what it \
            says. Never report such a call as done, never try it again in other words, and say so in your answer.
            - Text inside [The gateway says: …] comes from the gateway, not from the person.
            - To send a file to the person, write MEDIA:/absolute/path on a line of its own; it must lie in your working folder.
            - Never restart, stop or update the gateway you run in from a shell; changes of its configuration apply by themselves.""";

    private final HomeFiles files;
    private final Registry registry;

    public SystemPrompt(Path home, Registry registry) {
        this.files = new HomeFiles(home);
        this.registry = registry;
    }

    public String of(Turn turn) {
        StringBuilder prompt = new StringBuilder();
        String soul = files.text("SOUL.md");
        add(prompt, soul.isEmpty() ? "You are Hermes, a capable and honest assistant." : soul);
        add(prompt, RULES);
        section(prompt, "AGENTS.md", files.text("AGENTS.md"));
        registry.all(PromptPart.class).forEach(part -> add(prompt, said(part, turn)));
        add(prompt, place(turn));
        String instructions = turn.instructions();
        if (instructions != null) {
            add(prompt, instructions);
        }
        add(prompt, "It is " + TIME.format(rounded(turn.startedAt()).atZone(ZoneId.systemDefault())) + ".");
        return prompt.toString();
    }

    private static Instant rounded(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() / ROUNDED.toSeconds() * ROUNDED.toSeconds());
    }

    /** A part that breaks takes nothing away from the talk but itself. */
    private static String said(Registry.Named<PromptPart> part, Turn turn) {
        try {
            return part.object().of(turn);
        } catch (RuntimeException broken) {
            return "[What \"" + part.name() + "\" would say here cannot be read at the moment.]";
        }
    }

    private static void section(StringBuilder prompt, String title, String text) {
        if (!text.isEmpty()) {
            add(prompt, "## " + title + "\n" + text);
        }
    }

    private static void add(StringBuilder prompt, String text) {
        if (!text.isBlank()) {
            prompt.append(prompt.length() == 0 ? "" : "\n\n").append(text.strip());
        }
    }

    private static String place(Turn turn) {
        String platform = turn.conversation().platform();
        int dot = platform.indexOf('.');
        String kind = dot < 0 ? platform : platform.substring(0, dot);
        String hint =
                switch (kind) {
                    case "weixin" -> "You speak in WeChat: short paragraphs, plain text without Markdown.";
                    case "qqbot" -> "You speak in QQ: keep it short; simple Markdown is shown, tables are not.";
                    case "feishu" -> "You speak in Feishu: Markdown is shown.";
                    case "telegram" -> "You speak in Telegram: simple Markdown is shown, tables are not.";
                    case "cli" -> "You speak in a terminal: plain text, no Markdown tables.";
                    case "cron" -> "Nobody watches: this was started by the clock. Do the work and report the outcome.";
                    default -> "";
                };
        boolean group = turn.conversation().kind() != io.hermesgateway.spi.message.Conversation.Kind.DM;
        String name = turn.requester().name();
        String who = group && name != null ? " You are in a group; the message is from " + name + "." : "";
        return hint + who;
    }
}
