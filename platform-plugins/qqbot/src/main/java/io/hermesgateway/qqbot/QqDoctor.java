package io.hermesgateway.qqbot;

import io.hermesgateway.qqbot.api.Credential;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Verdict;
import io.hermesgateway.qqbot.link.Intents;
import io.hermesgateway.qqbot.link.LinkView;
import io.hermesgateway.qqbot.link.Phase;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the doctor finds out about every bot, from its credentials to the last word on its socket. */
final class QqDoctor implements ControlVerb {
    private static final String CONSOLE = "Look at the bot on q.qq.com, under its development settings.";

    private final Bots bots;

    QqDoctor(Bots bots) {
        this.bots = bots;
    }

    @Override
    public @Nullable Object call(GatewayControl.Caller caller, Map<String, Object> arguments, Progress progress) {
        List<Rows.Check> rows = new ArrayList<>();
        bots.open().forEach(bot -> rows.addAll(new Visit(bot).rows()));
        return rows;
    }

    /** The checks of one bot. */
    private static final class Visit {
        private final QqPlatform bot;
        private final String id;
        private final List<Rows.Check> rows = new ArrayList<>();

        Visit(QqPlatform bot) {
            this.bot = bot;
            this.id = bot.context().platformId();
        }

        List<Rows.Check> rows() {
            if (credentials()) {
                gateway(bot.api().get("/gateway/bot"));
            }
            socket();
            return rows;
        }

        private boolean credentials() {
            Settings settings = bot.context().settings();
            String who = "app " + settings.get(QqSettings.APP_ID) + ", secret "
                    + settings.get(QqSettings.CLIENT_SECRET).masked() + " from "
                    + settings.originOf(QqSettings.CLIENT_SECRET);
            Credential credential = bot.tokens().get();
            if (credential instanceof Credential.Denied denied) {
                fail("credentials", "QQ knows app id and secret", who + ": " + denied.why(), CONSOLE);
                return false;
            }
            if (credential instanceof Credential.Away away) {
                fail("token", "An access token can be fetched", away.why(), "Check the network and token_url.");
                return false;
            }
            ok("credentials", "QQ knows app id and secret", who);
            Instant end = bot.tokens().endsAt();
            ok("token", "An access token can be fetched", end == null ? "fetched" : "valid until " + end);
            return true;
        }

        private void gateway(Reply reply) {
            boolean address = reply.answered() && reply.verdict() == Verdict.ADDRESS;
            if (address) {
                fail(
                        "allow-list",
                        "This machine is on the bot's IP allow-list",
                        reply.words(),
                        "Add this machine's public address to the IP allow-list of the bot on q.qq.com.");
                return;
            }
            if (!reply.ok()) {
                fail("gateway", "QQ names where to connect", reply.words(), "Check the network and api_base_url.");
                return;
            }
            ok("allow-list", "This machine is on the bot's IP allow-list", "calls are accepted");
            ok("gateway", "QQ names where to connect", reply.body().path("url").asText(""));
            var limit = reply.body().path("session_start_limit");
            long remaining = limit.path("remaining").asLong(1);
            String detail = remaining + " of " + limit.path("total").asLong() + " logins are left, anew in "
                    + Duration.ofMillis(limit.path("reset_after").asLong()).toMinutes() + " minutes";
            String state = remaining == 0 ? "fail" : remaining < 50 ? "warn" : "ok";
            String fix = remaining < 50
                    ? "Something logs in again and again: look for a second program with this bot."
                    : null;
            rows.add(new Rows.Check(id + ".logins", "Logins are left for today", state, detail, fix));
        }

        private void socket() {
            LinkView view = bot.link().view();
            int intents = bot.context().settings().get(QqSettings.INTENTS).intValue();
            String asked = String.join(", ", Intents.names(intents));
            if (view.phase() == Phase.READY) {
                String state = (intents & Intents.INTERACTION.bit()) == 0 ? "warn" : "ok";
                String fix = state.equals("ok") ? null : "Add the bit 26 to intents: without it no button works.";
                rows.add(new Rows.Check(id + ".intents", "QQ grants the events that are asked for", state, asked, fix));
                ok("socket", "The bot is connected", "to " + view.remote() + ", " + age(view) + ", " + history(view));
                return;
            }
            if (view.intentsRefused()) {
                fail("intents", "QQ grants the events that are asked for", asked, CONSOLE);
            }
            fail(
                    "socket",
                    "The bot is connected",
                    view.phase().name().toLowerCase(java.util.Locale.ROOT) + ", " + age(view) + ", " + history(view),
                    "It tries again by itself; `hermes platforms restart " + id + "` tries at once.");
        }

        private String age(LinkView view) {
            return view.frameAt().equals(Instant.EPOCH)
                    ? "nothing heard yet"
                    : "last frame "
                            + Duration.between(
                                            view.frameAt(),
                                            bot.context().clock().instant())
                                    .toSeconds() + " s ago";
        }

        private static String history(LinkView view) {
            return view.connects() + " times connected"
                    + (view.lastEnd().isBlank() ? "" : ", last end: " + view.lastEnd());
        }

        private void ok(String name, String title, String detail) {
            rows.add(new Rows.Check(id + "." + name, title, "ok", detail, null));
        }

        private void fail(String name, String title, String detail, String fix) {
            rows.add(new Rows.Check(id + "." + name, title, "fail", detail, fix));
        }
    }
}
