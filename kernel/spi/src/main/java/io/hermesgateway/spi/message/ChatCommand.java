package io.hermesgateway.spi.message;

import java.util.Locale;
import java.util.Objects;

/**
 * A command that a bundle adds to every chat, published in the registry under its name without the slash, for example
 * {@code kanban}. The kernel's own commands cannot be replaced.
 *
 * <p>It runs at once, beside whatever the agent is doing, on the thread that brought the message, and should be done
 * within a second. After a crash in the middle of it the same message may come again, with the same key.
 */
public interface ChatCommand {
    /** What it takes and does, in one line: {@code "list | show ID — what is on the board"}. */
    String help(Locale locale);

    /** Does it and returns what to say; an empty text says nothing. */
    String run(Call call);

    /**
     * One use of a command. The person may talk to the agent; nothing more is known about their rights.
     *
     * @param conversation where the reply goes
     * @param arguments what followed the name, without surrounding blanks
     * @param admin whether the person is an admin of the platform account
     */
    record Call(InboundMessage message, Conversation conversation, String arguments, boolean admin, Locale locale) {
        public Call {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(conversation, "conversation");
            Objects.requireNonNull(arguments, "arguments");
            Objects.requireNonNull(locale, "locale");
        }
    }
}
