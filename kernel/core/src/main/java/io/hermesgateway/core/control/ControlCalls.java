package io.hermesgateway.core.control;

import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of the control socket by name: those of the kernel, then whatever bundles offer. */
public final class ControlCalls {
    private static final Duration SEND_WAIT = Duration.ofSeconds(30);
    private static final Duration SEND_WAIT_MOST = Duration.ofDays(1);

    private final GatewayControl control;
    private final Registry registry;
    private final Map<String, ControlVerb> table = new HashMap<>();

    /** @param commands carries out a command of the chat for the operator; empty when the text is none */
    public ControlCalls(
            GatewayControl control,
            Turns turns,
            Registry registry,
            Function<InboundMessage, Optional<Inbox.Said>> commands,
            InstantSource clock) {
        this.control = control;
        this.registry = registry;
        plugins();
        table.put("status", (who, args, shown) -> control.status());
        table.put("platforms.list", (who, args, shown) -> control.platforms());
        for (String action : List.of("restart", "pause", "resume")) {
            table.put("platforms." + action, (who, args, shown) -> control.platform(who, text(args, "id"), action));
        }
        table.put("approvals.list", (who, args, shown) -> control.approvals(find(args, "state")));
        table.put("approvals.answer", (who, args, shown) -> answer(who, args));
        table.put("deliveries.list", (who, args, shown) -> control.deliveries(find(args, "state")));
        table.put("deliveries.retry", (who, args, shown) -> control.retry(who, text(args, "id")));
        table.put("send", (who, args, shown) -> control.send(who, text(args, "to"), text(args, "text"), wait(args)));
        for (String how : List.of("stop", "restart")) {
            table.put("gateway." + how, (who, args, shown) -> {
                control.shutDown(who, how);
                return Map.of("state", "draining");
            });
        }
        table.put("store.backup", (who, args, shown) -> {
            String target = find(args, "target");
            return control.backup(who, target == null ? null : Path.of(target));
        });
        table.put("store.backups", (who, args, shown) -> control.backups());
        table.put("store.restore", (who, args, shown) -> control.restore(who, Path.of(text(args, "from"))));
        table.put("turns.stop", (who, args, shown) -> Map.of("stopped", turns.stop(text(args, "id"), "cli")));
        table.put("events", (who, args, shown) -> events(args, shown));
        table.put("chat", new ChatCall(turns, commands, clock));
    }

    private void plugins() {
        table.put("plugins.list", (who, args, shown) -> control.plugins());
        table.put("plugins.install", (who, args, shown) -> control.install(who, Path.of(text(args, "jar"))));
        table.put("plugins.remove", (who, args, shown) -> {
            control.remove(who, text(args, "id"));
            return Map.of("removed", text(args, "id"));
        });
        for (String action : List.of("restart", "stop", "start", "rollback")) {
            table.put("plugins." + action, (who, args, shown) -> control.plugin(who, text(args, "id"), action));
        }
    }

    @Nullable
    Object call(String name, Caller who, Map<String, Object> arguments, ControlVerb.Progress progress) {
        ControlVerb own = table.get(name);
        if (own != null) {
            return own.call(who, arguments, progress);
        }
        ControlVerb verb = registry.find(ControlVerb.class, name)
                .orElseThrow(() -> new GatewayException(KernelError.NOT_FOUND, "there is no call '" + name + "'"));
        Object result = verb.call(who, arguments, item -> progress.show(Json.plain(item)));
        return result == null ? null : Json.plain(result);
    }

    /** An argument that a call cannot do without. */
    public static String text(Map<String, Object> arguments, String name) {
        String value = find(arguments, name);
        if (value == null) {
            throw new GatewayException(KernelError.BAD_REQUEST, "the argument '" + name + "' is missing");
        }
        return value;
    }

    private static Duration wait(Map<String, Object> arguments) {
        return arguments.get("wait") instanceof Number seconds
                ? Duration.ofSeconds(Math.max(0, Math.min(seconds.longValue(), SEND_WAIT_MOST.toSeconds())))
                : SEND_WAIT;
    }

    private static @Nullable String find(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    /** Takes the id or, as people say it, the code of a pending one. */
    private Map<String, @Nullable Object> answer(Caller who, Map<String, Object> arguments) {
        String spoken = text(arguments, "id");
        Choice choice = Choice.of(text(arguments, "choice"))
                .orElseThrow(() -> new GatewayException(KernelError.BAD_REQUEST, "once, session, always or deny?"));
        String id = control.approvals("pending").stream()
                .filter(row -> row.code().equalsIgnoreCase(spoken))
                .map(Rows.ApprovalRow::id)
                .findFirst()
                .orElse(spoken);
        AnswerResult result = control.answer(who, id, choice, find(arguments, "reason"));
        Map<String, @Nullable Object> answer = new HashMap<>();
        answer.put("outcome", ChatCall.word(result));
        answer.put("words", result.words());
        answer.put("approval", control.approval(id));
        return answer;
    }

    private @Nullable Object events(Map<String, Object> arguments, ControlVerb.Progress progress) {
        Feed<Rows.Event> feed = new Feed<>();
        long after = arguments.get("after") instanceof Number id ? id.longValue() : -1;
        Registration watching = control.watch(after, feed::tell);
        try {
            return feed.pour(progress, event -> event, event -> null);
        } finally {
            watching.close();
        }
    }
}
