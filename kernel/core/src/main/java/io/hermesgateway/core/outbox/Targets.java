package io.hermesgateway.core.outbox;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Conversation.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code platform[:kind][:chat[:thread]]} points. People rarely say the kind of a chat; then it is the kind of the
 * one that is known under this id, and a private chat when none is.
 */
final class Targets {
    private final Ledger ledger;
    private final OutboxRules rules;

    Targets(Ledger ledger, OutboxRules rules) {
        this.ledger = ledger;
        this.rules = rules;
    }

    Conversation parse(String target) {
        String[] parts = target.strip().split(":", 2);
        String platform = parts[0];
        if (!rules.outbound(platform)) {
            throw new GatewayException(KernelError.NOT_FOUND, "There is no platform called '" + platform + "'.");
        }
        if (parts.length == 1 || parts[1].isBlank()) {
            return rules.home(platform)
                    .orElseThrow(() -> new GatewayException(
                            KernelError.NOT_FOUND,
                            platform + " has no home channel yet: say /sethome in the chat that shall be it."));
        }
        String[] rest = parts[1].split(":", 2);
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(k -> rest.length == 2 && k.word().equals(rest[0]))
                .findFirst();
        String[] chat = kind.isPresent() ? rest[1].split(":", 2) : rest;
        String thread = chat.length == 2 ? chat[1] : null;
        return kind.map(k -> new Conversation(platform, k, chat[0], thread, null))
                .orElseGet(() -> known(platform, chat[0], thread));
    }

    private Conversation known(String platform, String chatId, @Nullable String thread) {
        List<Conversation> possible = Stream.of(Kind.values())
                .map(kind -> new Conversation(platform, kind, chatId, thread, null))
                .toList();
        return ledger.read(state -> possible.stream()
                .filter(conversation -> isKnown(state, conversation))
                .findFirst()
                .orElse(possible.get(0)));
    }

    private static boolean isKnown(State state, Conversation conversation) {
        return !state.route(conversation).isEmpty() || state.session(conversation) != null;
    }
}
