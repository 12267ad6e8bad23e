package io.hermesgateway.sqlite.heal;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was repaired in the home channel of every platform that has one. */
public final class RepairNews implements ServiceFactory, Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(RepairNews.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final GatewayControl.Caller STORE = new GatewayControl.Caller("store-sqlite", "repair");
    private static final int MOST = 20;

    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(String words) {
        waiting.add(words);
        while (waiting.size() > MOST) {
            waiting.poll();
        }
    }

    @Override
    public String name() {
        return "repair-news";
    }

    @Override
    public Service open(ServiceContext context) {
        return new Service() {
            @Override
            public void start() {
                context.tasks().every(PAUSE, "repair news", () -> tell(context.control()));
            }

            @Override
            public void close() {
                // Its timer ends with it.
            }
        };
    }

    /** What is said before a platform is there waits for it. */
    private void tell(GatewayControl control) {
        boolean somebody =
                control.platforms().stream().anyMatch(row -> row.state().equals("online"));
        for (String words = somebody ? waiting.poll() : null; words != null; words = waiting.poll()) {
            for (Rows.Platform platform : control.platforms()) {
                send(control, platform.id(), words);
            }
        }
    }

    private static void send(GatewayControl control, String platform, String words) {
        try {
            control.send(STORE, platform, words, Duration.ZERO);
        } catch (GatewayException nowhere) {
            LOG.debug("{} has no home channel: {}", platform, nowhere.getMessage());
        }
    }
}
