package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.QqWorld;
import io.hermesgateway.simulators.Transcript.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people on QQ get. */
@Timeout(240)
class QqIT {
    @TempDir
    Path folder;

    private QqWorld world;
    private Home home;
    private Path count;

    @BeforeEach
    void open() {
        world = new QqWorld();
        home = Home.in(folder.resolve("home")).config(world.yaml());
        count = folder.resolve("count");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String dangerous(String mark) {
        return "run: echo " + mark + " >> " + count + "; rm -rf " + folder.resolve("none") + "; echo done-" + mark;
    }

    private Entry answer(String text) {
        return world.sees("out", entry -> entry.text("text").equals(text));
    }

    @Test
    void peopleChatAndApproveByButtonWhileTheConnectionIsRotated() throws IOException {
        try (GatewayProcess gateway = Trial.alone(home)) {
            gateway.ready().platform("qqbot", "online");
            world.qq().say("ann", "good morning");
            answer("good morning");
            world.qq().say("ann", dangerous("a"));
            Entry question = world.question("done-a");
            assertTrue(question.text("text").contains(count.toString()), question.text("text"));
            world.qq().close(4009, "Session timed out");
            world.qq().click("ann", "Allow once");
            answer("done-a");
            assertEquals(List.of("a"), Files.readAllLines(count));
            assertEquals(0, world.sees("ack", entry -> true).data().path("code").asInt(-1));
            assertEquals(1, world.all("ready", entry -> true).size(), "the session was kept");
            assertEquals(
                    0,
                    Trial.command(
                            home,
                            "send",
                            "--to",
                            "qqbot:" + world.all("in", e -> true).get(0).text("user"),
                            "by hand"));
            answer("by hand");
        }
    }

    @Test
    void aQuestionOutlivesTheGatewayAndItsCommandRunsOnce() throws IOException {
        try (GatewayProcess gateway = Trial.supervised(home)) {
            gateway.ready().platform("qqbot", "online");
            world.qq().say("ann", dangerous("b"));
            world.question("done-b");
            long first = gateway.kill();
            world.qq().click("ann", "Allow once");
            gateway.ready(first);
            answer("done-b");
            assertEquals(List.of("b"), Files.readAllLines(count));
            assertEquals(
                    1, world.all("out", entry -> entry.data().has("keyboard")).size(), "nobody is asked twice");
        }
    }
}
