package io.hermesgateway.weixin.outbound;

import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.weixin.wire.Api;
import io.hermesgateway.weixin.wire.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sign that an answer is being written. It is a courtesy: nothing waits for it, nothing fails with it. But once
 * shown it must be taken back, also by the next life of the gateway, so who sees one is written down.
 */
public final class Typing {
    private static final String NAME = "typing";
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration TICKET = Duration.ofMinutes(10);
    private static final int SHOW = 1;
    private static final int CANCEL = 2;

    private final PlatformContext context;
    private final Api api;
    private final Windows windows;
    private final Map<String, Registration> shown = new ConcurrentHashMap<>();
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<@Nullable Void>> last = new ConcurrentHashMap<>();
    private final Set<String> written = new TreeSet<>();

    public Typing(PlatformContext context, Api api, Windows windows) {
        this.context = context;
        this.api = api;
        this.windows = windows;
    }

    private record Ticket(String text, Instant at) {}

    /** Takes back the signs of an earlier life. */
    public void start() {
        for (String user :
                context.cursor(NAME).map(all -> List.of(all.split("\n"))).orElse(List.of())) {
            if (!user.isBlank()) {
                synchronized (written) {
                    written.add(user);
                }
                hide(user);
            }
        }
    }

    public void show(String user) {
        if (!windows.of(user).known() || shown.containsKey(user)) {
            return;
        }
        note(user, true);
        Registration repeating = context.tasks().every(AGAIN, "weixin-typing", () -> {
            var unused = tell(user, SHOW);
        });
        Registration before = shown.put(user, repeating);
        if (before != null) {
            before.close();
        }
        var unused = tell(user, SHOW);
    }

    /** Harmless when nothing is shown. */
    public void hide(String user) {
        Registration repeating = shown.remove(user);
        if (repeating != null) {
            repeating.close();
        }
        boolean noted;
        synchronized (written) {
            noted = written.contains(user);
        }
        if (repeating != null || noted) {
            var unused = tell(user, CANCEL).thenRun(() -> {
                if (!shown.containsKey(user)) {
                    note(user, false);
                }
            });
        }
    }

    /** Takes back everything that is shown, as far as the time allows. */
    public CompletableFuture<@Nullable Void> hideAll() {
        Set<String> users = Set.copyOf(shown.keySet());
        users.forEach(this::hide);
        return CompletableFuture.allOf(users.stream().map(last::get).toArray(CompletableFuture[]::new));
    }

    private void note(String user, boolean on) {
        synchronized (written) {
            if (on ? written.add(user) : written.remove(user)) {
                context.saveCursor(NAME, String.join("\n", written));
            }
        }
    }

    /** One after the other for each person, so that the last word is the one that stands. */
    private CompletableFuture<@Nullable Void> tell(String user, int status) {
        return last.compute(user, (name, before) -> {
            CompletableFuture<@Nullable Void> ready = before == null ? CompletableFuture.completedFuture(null) : before;
            return ready.thenCompose(done -> told(user, status, true)).exceptionally(broken -> null);
        });
    }

    private CompletableFuture<@Nullable Void> told(String user, int status, boolean mayRenew) {
        if (status == SHOW && !shown.containsKey(user)) {
            return CompletableFuture.completedFuture(null);
        }
        return ticket(user).thenCompose(ticket -> {
            if (ticket.isEmpty()) {
                return CompletableFuture.<@Nullable Void>completedFuture(null);
            }
            return api.sendTyping(user, ticket, status).thenCompose(outcome -> {
                boolean stale = outcome instanceof Outcome.Answered answered && answered.code() != 0;
                if (stale && mayRenew) {
                    tickets.remove(user);
                    return told(user, status, false);
                }
                return CompletableFuture.<@Nullable Void>completedFuture(null);
            });
        });
    }

    /** Empty when there is none to be had. */
    private CompletableFuture<String> ticket(String user) {
        Ticket known = tickets.get(user);
        Instant now = context.clock().instant();
        if (known != null && known.at().plus(TICKET).isAfter(now)) {
            return CompletableFuture.completedFuture(known.text());
        }
        return api.getConfig(user, windows.of(user).token()).thenApply(outcome -> {
            String text = outcome instanceof Outcome.Answered answered && answered.code() == 0
                    ? answered.json().path("typing_ticket").asText("")
                    : "";
            if (!text.isEmpty()) {
                tickets.put(user, new Ticket(text, now));
            }
            return text;
        });
    }
}
