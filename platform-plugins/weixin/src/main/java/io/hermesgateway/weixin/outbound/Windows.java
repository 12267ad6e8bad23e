package io.hermesgateway.weixin.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.weixin.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The window of every person who wrote to this bot, durable before anything is made of the message that opened it, and
 * counted before a message leaves. What a crash forgets the far side would refuse at worst.
 */
public final class Windows {
    private static final int PEOPLE_MOST = 500;

    private final PlatformContext context;
    private final String bot;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    public Windows(PlatformContext context, String bot) {
        this.context = context;
        this.bot = bot;
    }

    /** Whether something may be said. */
    public sealed interface Slot {
        /** One message; it is counted already. */
        record Open(String token) implements Slot {}

        /** Nobody there has written yet. */
        record NoContext() implements Slot {}

        /** Not before the next word of the person. */
        record Closed() implements Slot {}

        /** The rest of the window is kept for the turn that works. */
        record Kept() implements Slot {}
    }

    public Window of(String user) {
        return windows.computeIfAbsent(user, this::load);
    }

    /** People who have written, those who did so first at the beginning. */
    public synchronized List<String> people() {
        return context.cursor(peopleName()).map(all -> List.of(all.split("\n"))).orElse(List.of());
    }

    private void meet(String user) {
        List<String> all = new ArrayList<>(people());
        all.add(user);
        List<String> newest = all.subList(Math.max(0, all.size() - PEOPLE_MOST), all.size());
        context.saveCursor(peopleName(), String.join("\n", newest));
    }

    private String peopleName() {
        return "people/" + bot;
    }

    /** A message came; false when its token could not be written down. */
    public synchronized boolean heard(String user, String token, long written) {
        Window before = of(user);
        Window now = before.after(token, written, context.clock().instant());
        if (!before.known() && now.known()) {
            meet(user);
        }
        return now.equals(before) || keep(user, now);
    }

    /** Takes one of the messages that are left, if there are more than those kept back. */
    public synchronized Slot take(String user, int keptBack) {
        Window window = of(user);
        int left = window.left(context.clock().instant());
        if (!window.known()) {
            return new Slot.NoContext();
        }
        if (left <= keptBack) {
            return left == 0 ? new Slot.Closed() : new Slot.Kept();
        }
        keep(user, window.sent(1));
        return new Slot.Open(window.token());
    }

    /** What was taken did surely not arrive. */
    public synchronized void giveBack(String user, String token) {
        Window window = of(user);
        if (window.token().equals(token)) {
            keep(user, window.sent(-1));
        }
    }

    /** The far side says that this window is used up, whatever we counted. */
    public synchronized void exhausted(String user, String token) {
        Window window = of(user);
        if (window.token().equals(token)) {
            keep(user, window.sent(Window.MOST));
        }
    }

    private boolean keep(String user, Window window) {
        String json = Wire.object()
                .put("token", window.token())
                .put("written", window.written())
                .put("heard", window.heard().toEpochMilli())
                .put("sent", window.sent())
                .toString();
        windows.put(user, window);
        return context.saveCursor(name(user), json);
    }

    private Window load(String user) {
        String kept = context.cursor(name(user)).orElse("");
        if (kept.isEmpty()) {
            return Window.NEVER;
        }
        try {
            JsonNode json = Wire.read(kept);
            return new Window(
                    json.path("token").asText(),
                    json.path("written").asLong(),
                    Instant.ofEpochMilli(json.path("heard").asLong()),
                    json.path("sent").asInt());
        } catch (JsonProcessingException foreign) {
            return Window.NEVER;
        }
    }

    private String name(String user) {
        return "window/" + bot + "/" + user;
    }
}
