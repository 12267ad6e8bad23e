package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.weixin.WeixinSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The real program beside a simulated WeChat. First the session of the bot goes idle again and again while messages go
 * out; then the serving process is killed at random moments of polls, turns and sends. Judged from the far side.
 */
public final class WeixinCampaign {
    private static final String OWNER = "owner@im.wechat";
    private static final Duration REST = Duration.ofSeconds(90);
    private static final Duration RECOVERED = Duration.ofSeconds(5);
    /** In a short round somebody else may need the machine: there the time is only told. */
    private static final int TIMED_FROM = 100;

    private static final int PEOPLE = 6;
    private static final int IDLE_FOR_EACH_KILL = 2;

    private final Round round;
    private final Random random;
    private final List<String> broken = new ArrayList<>();
    private final List<Long> recoveries = new ArrayList<>();

    private WeixinCampaign(Round round) {
        this.round = round;
        this.random = new Random(round.seed());
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new WeixinCampaign(Round.of("weixin", 500, arguments)).run());
    }

    private int run() throws IOException {
        Result result = new Result("weixin", round);
        try (Simulation simulation = Simulation.live(0)) {
            WeixinSimulator far = new WeixinSimulator(simulation);
            far.knob("linger_ms", 20);
            WeixinSimulator.Account bot = far.bind(OWNER);
            Home home = Home.in(round.folder().resolve("home")).config(yaml(far, bot));
            try (GatewayProcess gateway = GatewayProcess.supervised(
                    round.dist(), home, Map.of("HERMES_GATEWAY_LOCK_DIR", round.folder() + "/locks"))) {
                gateway.ready().platform("weixin", "online");
                for (int i = 0; i < round.reps() * IDLE_FOR_EACH_KILL; i++) {
                    goIdle(far, bot, gateway, i);
                }
                return killAll(result, far, bot, gateway);
            }
        }
    }

    private static String yaml(WeixinSimulator far, WeixinSimulator.Account bot) {
        return """
                gateway: { port: 0 }
                platforms:
                  weixin:
                    account_id: "%s"
                    token: "%s"
                    base_url: "%s"
                    login_base_url: "%s"
                    cdn_base_url: "%s"
                    send_interval_ms: 0
                    allowed_users: ["*"]
                """
                .formatted(bot.bot(), bot.token(), far.url(), far.url(), far.cdn());
    }

    /** A message goes out while the session is over, and one that comes in is answered soon. */
    private void goIdle(WeixinSimulator far, WeixinSimulator.Account bot, GatewayProcess gateway, int i) {
        if (i == 0) {
            far.say(bot.bot(), OWNER, "first");
            Await.until("the first answer", REST, () -> far.said(OWNER).contains("first"));
        }
        long before = System.nanoTime();
        far.expire(bot.bot(), 1);
        JsonNode sent =
                gateway.call("send", Map.of("to", "weixin:" + OWNER, "text", "out " + i, "wait", REST.toSeconds()));
        if (!sent.path("state").asText().equals("sent")) {
            broken.add("while the session was over a message was " + sent);
        }
        far.say(bot.bot(), OWNER, "in " + i);
        Await.until("an answer after the session was over\n" + gateway.evidence(), REST, () -> far.said(OWNER)
                .contains("in " + i));
        long took = System.nanoTime() - before;
        recoveries.add(took);
        if (took > RECOVERED.toNanos() && round.reps() >= TIMED_FROM) {
            broken.add("recovery " + i + " took " + took / 1_000_000 + " ms");
        }
    }

    private int killAll(Result result, WeixinSimulator far, WeixinSimulator.Account bot, GatewayProcess gateway) {
        WeixinCrowd crowd = new WeixinCrowd(far, bot.bot());
        crowd.come(PEOPLE, round.seed());
        long last = -1;
        for (int i = 0; i < round.reps(); i++) {
            long now = gateway.ready(last);
            if (random.nextInt(3) > 0) {
                Await.until("polls again\n" + gateway.evidence(), REST, () -> far.held() > 0);
            }
            if (random.nextInt(3) == 0) {
                far.fault("sendmessage", random.nextBoolean() ? "commit-reset" : "reset", 0, Duration.ZERO, 1);
            }
            Await.pause(Duration.ofMillis(random.nextInt(900)));
            gateway.kill();
            Await.until("the end of " + now, REST, () -> ProcessHandle.of(now).isEmpty());
            last = now;
        }
        gateway.ready(last);
        crowd.goHome();
        return report(result, far, bot, gateway, crowd);
    }

    private int report(
            Result result,
            WeixinSimulator far,
            WeixinSimulator.Account bot,
            GatewayProcess gateway,
            WeixinCrowd crowd) {
        boolean settled = Await.within(REST, () -> crowd.settled(gateway.rows("deliveries.list")));
        List<JsonNode> deliveries = gateway.rows("deliveries.list");
        Figures figures = Figures.of(recoveries);
        result.holds(settled, "it did not come to rest")
                .number("idle", recoveries.size())
                .number("recovered_ms_median", figures.at(0.5))
                .number("recovered_ms_most", figures.at(1))
                .nought("idle_broken", broken)
                .number("kills", round.reps())
                .number("messages", crowd.messages())
                .number("uncertain", crowd.inDoubt(deliveries))
                .nought("lost", crowd.lost(deliveries))
                .nought("twice", crowd.twice())
                .nought("violations", far.violations());
        return result.print(recoveries.size() + " idle sessions recovered, the slowest in " + figures.at(1) + " ms; "
                + round.reps() + " kills among " + crowd.messages() + " messages to " + bot.bot()
                + ". Promises broken, above; uncertain deliveries, below.");
    }
}
