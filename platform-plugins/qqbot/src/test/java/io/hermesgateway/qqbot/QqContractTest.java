package io.hermesgateway.qqbot;

import io.hermesgateway.qqbot.link.Session;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import io.hermesgateway.testkit.platform.PlatformContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** QQ gives people ids of its own, so the chat {@code c1} is the chat of a person called so. */
@Timeout(180)
class QqContractTest extends PlatformContract {
    @TempDir
    Path folder;

    private final List<String> offered = new ArrayList<>();
    private House house;
    private String openId = "";

    @BeforeEach
    void begin() {
        house = new House(folder);
        house.qq.knob("active", "on");
        house.qq.act("keyboards", Json.object().put("user", "c1"));
        openId = house.qq
                .act("rooms", Json.object())
                .path("rooms")
                .path(0)
                .path("id")
                .asText();
    }

    @AfterEach
    void end() {
        house.close();
    }

    @Override
    protected FakePlatformContext kernel() {
        return house.kernel;
    }

    @Override
    protected Platform platform() {
        return new Platform() {
            @Override
            public void start() {
                house.platform.start();
            }

            @Override
            public SendResult send(Delivery d) {
                Conversation to = Conversation.dm(d.to().platform(), openId);
                return house.platform.send(new Delivery(
                        d.id(),
                        to,
                        d.body(),
                        d.turnId(),
                        d.replyTo(),
                        d.route(),
                        d.attempt(),
                        InstantSource.system().instant()));
            }

            @Override
            public void close() {
                house.platform.close();
            }
        };
    }

    @Override
    protected FarSide farSide() {
        return new FarSide() {
            @Override
            public void offer(String chat, String messageId, String text) {
                house.qq.act(
                        "say",
                        Json.object().put("user", chat).put("id", messageId).put("text", text));
                offered.add(messageId);
            }

            /** READY has the number one, and every message the next. */
            @Override
            public int acknowledged(String messageId) {
                long safe = house.kernel
                        .cursor("session")
                        .flatMap(Session::parse)
                        .map(Session.Kept::seq)
                        .orElse(0L);
                int count = 0;
                for (int i = 0; i < offered.size() && i + 2 <= safe; i++) {
                    count += offered.get(i).equals(messageId) ? 1 : 0;
                }
                return count;
            }

            @Override
            public List<String> received() {
                return house.said();
            }

            @Override
            public void goAway() {
                house.simulation.close();
            }
        };
    }
}
