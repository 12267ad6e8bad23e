package io.hermesgateway.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import io.hermesgateway.testkit.platform.PlatformContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cursor is the only acknowledgement here: it covers all messages before it. */
class WeixinPlatformContractTest extends PlatformContract {
    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home);
        rig.kernel.saveCursor(
                "window/" + FakeIlink.BOT + "/c1",
                "{\"token\":\"t\",\"heard\":" + rig.kernel.clock().millis() + ",\"sent\":0,\"written\":0}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Override
    protected FarSide farSide() {
        return new FarSide() {
            @Override
            public void offer(String chat, String messageId, String text) {
                ObjectNode message = rig.far.message(chat).put("message_id", messageId);
                message.putArray("item_list")
                        .addObject()
                        .put("type", 1)
                        .putObject("text_item")
                        .put("text", text);
                rig.far.put(message);
                all.add(messageId);
            }

            @Override
            public int acknowledged(String messageId) {
                String cursor =
                        rig.kernel.cursor("get_updates_buf/" + FakeIlink.BOT).orElse("cursor 0");
                int reached = Integer.parseInt(cursor.substring("cursor ".length()));
                return (int) all.subList(0, Math.min(reached, all.size())).stream()
                        .filter(messageId::equals)
                        .count();
            }

            @Override
            public List<String> received() {
                return rig.far.texts();
            }

            @Override
            public void goAway() {
                rig.far.goAway();
            }
        };
    }

    private final List<String> all = new ArrayList<>();

    @Override
    protected FakePlatformContext kernel() {
        return rig.kernel;
    }

    @Override
    protected Platform platform() {
        return rig.platform();
    }
}
