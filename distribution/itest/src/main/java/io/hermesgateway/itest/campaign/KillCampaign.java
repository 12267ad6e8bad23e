package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * SIGKILL of the real serving process at random moments of a busy demo, and what became of everything that had been
 * promised, judged from the far side.
 */
public final class KillCampaign {
    private static final String ACCOUNT = "example";
    private static final int PEOPLE = 12;
    private static final Duration REST = Duration.ofSeconds(90);

    private final Round round;
    private final Random random;
    private final InstantSource clock = InstantSource.system();
    private final List<Long> kills = new CopyOnWriteArrayList<>();

    private KillCampaign(Round round) {
        this.round = round;
        this.random = new Random(round.seed());
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new KillCampaign(Round.of("kill", 500, arguments)).run());
    }

    private int run() throws IOException {
        Home home = Home.in(round.folder().resolve("home"));
        Traces traces = Traces.in(round.folder());
        Result result = new Result("kill", round);
        try (FarSide far = new FarSide(round.folder().resolve("transcript"))) {
            home.talkingTo(far).drop(round.dist().example(), "example.jar");
            Crowd.lifelike(far, round.seed());
            try (GatewayProcess gateway =
                    GatewayProcess.supervised(round.dist(), home, Map.of("HERMES_ARCHIVE_AFTER", "10"))) {
                gateway.ready().platform(ACCOUNT, "online");
                Crowd crowd = new Crowd(far, ACCOUNT, traces, kills::size);
                crowd.come(PEOPLE, round.seed());
                long last = -1;
                for (int i = 0; i < round.reps(); i++) {
                    last = killOnce(far, gateway, last);
                }
                crowd.goHome();
                gateway.ready(last);
                int byOperator = settle(gateway, far);
                return report(result, gateway, far, crowd, traces, byOperator);
            }
        }
    }

    /** Some die while they start, most while they work. */
    private long killOnce(FarSide far, GatewayProcess gateway, long last) {
        long pid = Await.found("the next life", Duration.ofSeconds(60), () -> {
            if (!gateway.alive()) {
                throw new AssertionError("the parent ended\n" + gateway.evidence());
            }
            return gateway.serving().map(ProcessHandle::pid).filter(id -> id != last);
        });
        boolean early = random.nextInt(6) == 0;
        if (!early) {
            Await.until("a connection after a restart\n" + gateway.evidence(), REST, () -> far.connected(ACCOUNT));
        }
        Await.pause(Duration.ofMillis(random.nextInt(1_200)));
        kills.add(nanos());
        gateway.kill();
        Await.until("the end of " + pid, REST, () -> ProcessHandle.of(pid).isEmpty());
        return pid;
    }

    private long nanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** What was asked and could not be shown is answered by the operator; then everything comes to rest. */
    private int settle(GatewayProcess gateway, FarSide far) {
        int[] byOperator = {0};
        Await.until("everything to be taken\n" + gateway.evidence(), REST, far::allTaken);
        boolean rest = Await.within(REST, () -> {
            Await.pause(Duration.ofMillis(300));
            for (JsonNode row : gateway.rows("approvals.list")) {
                byOperator[0] += row.path("state").asText().equals("pending") && allow(gateway, row) ? 1 : 0;
            }
            return quiet(gateway);
        });
        if (!rest) {
            System.out.println("it did not come to rest: " + gateway.call("status", Map.of()));
        }
        return byOperator[0];
    }

    private static boolean allow(GatewayProcess gateway, JsonNode row) {
        try {
            gateway.control()
                    .call("approvals.answer", Map.of("id", row.path("id").asText(), "choice", "once"));
            return true;
        } catch (Refused decided) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean quiet(GatewayProcess gateway) {
        JsonNode queues = gateway.call("status", Map.of()).path("queues");
        return queues.path("turns").asLong() == 0
                && gateway.rows("deliveries.list").stream()
                        .allMatch(row -> row.path("state").asText().equals("uncertain"));
    }

    private int report(Result result, GatewayProcess gateway, FarSide far, Crowd crowd, Traces traces, int byOperator) {
        List<Errand> errands = crowd.errands();
        Judge judge = new Judge(far, crowd, traces.read(), gateway.rows("deliveries.list"));
        long commands = errands.stream().filter(one -> one.kind().runs()).count();
        long asked = errands.stream().filter(one -> one.kind().asks()).count();
        long adopted = judge.adopted(kills);
        result.number("kills", kills.size())
                .number("messages", errands.size())
                .number("commands", commands)
                .number("approvals", asked)
                .number("answered_by_operator", byOperator)
                .number("adopted", adopted);
        judge.judge(result);
        return result.print(kills.size() + " kills of a gateway with " + errands.size() + " messages, " + commands
                + " commands and " + asked + " approvals; " + adopted
                + " running commands lived through one. Promises broken, above; uncertain deliveries, below.");
    }
}
