package io.hermesgateway.simulators.weixin;

import io.hermesgateway.simulators.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** All bots by their tokens. A person has one: who binds another takes the token from the one before, for ever. */
final class Bots {
    private final Ground ground;
    private final Map<String, Bot> byToken = new LinkedHashMap<>();
    private final Set<Pair> known = new HashSet<>();
    private Consumer<Bot> dismissed = bot -> {};

    Bots(Ground ground) {
        this.ground = ground;
    }

    /** Who must hear that a bot's token has become worthless. */
    void whenDismissed(Consumer<Bot> listener) {
        dismissed = listener;
    }

    Optional<Bot> withToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    Optional<Bot> of(String user) {
        return all().stream().filter(bot -> bot.owner().equals(user)).reduce((older, newer) -> newer);
    }

    Optional<Bot> withId(String id) {
        return all().stream().filter(bot -> bot.id().equals(id)).findFirst();
    }

    Optional<Bot> newest() {
        return all().stream().reduce((older, newer) -> newer);
    }

    List<Bot> all() {
        return new ArrayList<>(byToken.values());
    }

    /** A person confirmed a QR code. */
    Bot bind(String user) {
        List<Bot> before =
                all().stream().filter(bot -> bot.owner().equals(user)).toList();
        String token = ground.random().opaque("BT");
        if (ground.habits().on("same_bot") && !before.isEmpty()) {
            Bot same = before.get(before.size() - 1);
            revoke(same.token());
            same.renew(token, new Channel(ground.now()));
            return enter(same);
        }
        before.forEach(this::dismissLater);
        return add(ground.random().hex(6) + "@im.bot", user, token);
    }

    /** A bot that has always been there, for those who want to start without a login. */
    Bot add(String id, String user, String token) {
        Bot bot =
                new Bot(id, user, token, new MessageLog(ground.habits().number("retained")), new Channel(ground.now()));
        return enter(bot);
    }

    private Bot enter(Bot bot) {
        byToken.put(bot.token(), bot);
        known.add(bot.with(bot.owner()));
        ground.note(bot.owner(), "bound", Json.object().put("bot", bot.id()).put("user", bot.owner()));
        return bot;
    }

    private void dismissLater(Bot old) {
        String token = old.token();
        if (ground.habits().number("revoke_after_ms") == 0) {
            revoke(token);
        } else {
            ground.after(ground.habits().span("revoke_after_ms"), () -> revoke(token));
        }
    }

    /** From now on this token gets -14, on polls that are held as well. */
    void revoke(String token) {
        Bot bot = byToken.remove(token);
        if (bot != null) {
            ground.note(bot.owner(), "revoked", Json.object().put("bot", bot.id()));
            dismissed.accept(bot);
        }
    }

    void meet(Pair pair) {
        known.add(pair);
    }

    boolean knows(Pair pair) {
        return known.contains(pair);
    }
}
