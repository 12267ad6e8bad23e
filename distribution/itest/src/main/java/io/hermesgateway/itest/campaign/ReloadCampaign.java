package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.io.IOException;
import java.util.Map;

/** A clean plugin is loaded anew again and again; afterwards the process is as it was. */
public final class ReloadCampaign {
    private static final int WARM = 10;
    private static final int TOLERANCE = 4;

    private final Round round;

    private ReloadCampaign(Round round) {
        this.round = round;
    }

    public static void main(String[] arguments) throws IOException {
        System.exit(new ReloadCampaign(Round.of("reload", 220, arguments)).run());
    }

    private int run() throws IOException {
        Home home = Home.in(round.folder().resolve("home"));
        Result result = new Result("reload", round);
        try (FarSide far = new FarSide(round.folder().resolve("transcript"))) {
            home.talkingTo(far).drop(round.dist().example(), "example.jar");
            try (GatewayProcess gateway = GatewayProcess.alone(round.dist(), home, Map.of())) {
                long pid = gateway.ready(-1);
                reload(gateway, WARM);
                Holdings before = Holdings.of(pid);
                reload(gateway, round.reps());
                return report(result, before, Holdings.of(pid));
            }
        }
    }

    private static void reload(GatewayProcess gateway, int times) {
        for (int i = 0; i < times; i++) {
            gateway.platform("example", "online");
            gateway.call("plugins.restart", Map.of("id", "platform-example"));
        }
        gateway.platform("example", "online");
    }

    private int report(Result result, Holdings before, Holdings after) {
        long left = after.loaders() - before.loaders();
        result.number("reloads", round.reps())
                .number("loaders_before", before.loaders())
                .number("loaders_after", after.loaders())
                .number("threads_before", before.threads())
                .number("threads_after", after.threads())
                .number("files_before", before.files())
                .number("files_after", after.files())
                .holds(before.loaders() > 0, "no class loader of a plugin was found")
                .holds(left <= 1, left + " more class loaders than before")
                .holds(after.threads() <= before.threads() + TOLERANCE, "more threads than before")
                .holds(after.files() <= before.files() + TOLERANCE, "more open files than before");
        return result.print(round.reps() + " reloads left " + left + " more class loaders, "
                + (after.threads() - before.threads()) + " more threads and " + (after.files() - before.files())
                + " more open files.");
    }
}
