package io.hermesgateway.core.control;

import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code chat}: one turn in a conversation of the command line, its events as they come and its end as the result. Whoever
 * leaves before the end leaves the turn running; an approval is answered with a call of its own.
 */
record ChatCall(Turns turns, Function<InboundMessage, Optional<Inbox.Said>> commands, InstantSource clock)
        implements ControlVerb {
    @Override
    public @Nullable Object call(Caller caller, Map<String, Object> arguments, Progress progress) {
        Feed<TurnEvent> feed = new Feed<>();
        Optional<Inbox.Said> said = commands.apply(typed(caller, arguments));
        if (said.isPresent()) {
            return commanded(said.get(), feed, progress);
        }
        Turns.Started started = turns.start(request(caller, arguments), feed::tell);
        if (started instanceof Turns.Started.Refused refused) {
            throw new GatewayException(refused.code(), refused.why());
        }
        Turns.Started.Accepted turn = (Turns.Started.Accepted) started;
        progress.show(Map.of("type", "accepted", "turn_id", turn.turnId(), "session_id", turn.sessionId()));
        return feed.pour(progress, ChatCall::item, event -> ending(turn.turnId(), event));
    }

    private @Nullable Object commanded(Inbox.Said said, Feed<TurnEvent> feed, Progress progress) {
        if (said.turnId().isEmpty()) {
            return Map.of("type", "ended", "outcome", "answered", "text", said.words());
        }
        String turnId = said.turnId().get();
        Registration watching = turns.watch(turnId, feed::tell);
        try {
            progress.show(Map.of("type", "accepted", "turn_id", turnId));
            return feed.pour(progress, ChatCall::item, event -> ending(turnId, event));
        } finally {
            watching.close();
        }
    }

    private InboundMessage typed(Caller caller, Map<String, Object> arguments) {
        Turns.Request request = request(caller, arguments);
        String chat = request.conversation().chatId();
        MessageKey key = new MessageKey("cli", chat, clock.instant().toString());
        return InboundMessage.text(key, request.conversation(), request.requester(), request.text(), clock.instant());
    }

    private static Turns.Request request(Caller caller, Map<String, Object> arguments) {
        boolean alone = Boolean.FALSE.equals(arguments.get("attended"));
        return new Turns.Request(
                Conversation.dm("cli", String.valueOf(arguments.getOrDefault("chat", caller.name()))),
                Sender.of("cli", caller.name(), caller.name()),
                ControlCalls.text(arguments, "text"),
                List.of(),
                null,
                null,
                null,
                Map.of(),
                alone ? Turns.Asking.UNATTENDED : Turns.Asking.ATTENDED,
                null);
    }

    /** Events are not kept, so silence is a reason to ask how the turn stands. */
    private @Nullable Object ending(String turnId, @Nullable TurnEvent event) {
        if (event instanceof TurnEvent.Ended) {
            return item(event);
        }
        return event != null
                ? null
                : turns.find(turnId)
                        .filter(turn ->
                                List.of("answered", "failed", "cancelled").contains(turn.state()))
                        .map(turn -> Map.of("outcome", turn.state(), "text", String.valueOf(turn.text())))
                        .orElse(null);
    }

    private static Map<String, @Nullable Object> item(TurnEvent event) {
        Map<String, @Nullable Object> item = new LinkedHashMap<>();
        item.put("type", word(event));
        if (event instanceof TurnEvent.ApprovalAsked asked) {
            item.put("approval", RowsOf.approval(asked.approval()));
        } else if (event instanceof TurnEvent.ApprovalDecided decided) {
            item.put("approval", RowsOf.approval(decided.approval()));
        } else if (Json.plain(event) instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> item.put(String.valueOf(name), value));
        }
        return item;
    }

    /** The name of a sealed type's case in snake case. */
    static String word(Object one) {
        String name = one.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
