package io.hermesgateway.itest.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When nothing can be written any more, nothing is promised; when it can again, nothing has to be done. */
@Timeout(120)
class FullDiskIT {
    private static final Person ANN = Person.of("example", "ann");

    @TempDir
    Path folder;

    /** The kernel's limit for a file stands in for the end of the disk: like it, it comes in the middle of a write. */
    private static void limit(long pid, String bytes) throws Exception {
        Process set = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertEquals(0, set.waitFor());
    }

    private static JsonNode journal(GatewayProcess gateway) {
        return StreamSupport.stream(
                        gateway.call("status", Map.of()).path("components").spliterator(), false)
                .filter(part -> part.path("id").asText().equals("journal"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void messagesAreNotAcknowledgedAndTakenWhenThereIsRoomAgain() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit is not here");
        try (FarSide far = new FarSide(folder.resolve("transcript"))) {
            Home home = Home.in(folder.resolve("home")).talkingTo(far).drop(Trial.DIST.example(), "example.jar");
            try (GatewayProcess gateway = Trial.alone(home)) {
                long pid = gateway.ready(-1);
                gateway.platform("example", "online");
                far.say(ANN, "before");
                far.sees(ANN, "the first answer", one -> one.text().equals("before"));
                limit(pid, "16");
                String lost = far.say(ANN, "meanwhile");
                Await.until(
                        "the status to say so",
                        GatewayProcess.PATIENCE,
                        () -> journal(gateway).path("state").asText().equals("failed"));
                assertFalse(journal(gateway).path("detail").asText().isEmpty());
                assertFalse(far.acknowledged(lost));
                limit(pid, "unlimited");
                Await.until("the acknowledgement", Duration.ofSeconds(40), () -> far.acknowledged(lost));
                far.sees(ANN, "the answer", one -> one.text().equals("meanwhile"));
                List<String> said = far.shown().stream().map(Shown::text).toList();
                assertTrue(said.indexOf("before") < said.indexOf("meanwhile"), said.toString());
                assertEquals(1, said.stream().filter("meanwhile"::equals).count());
                assertEquals("ok", journal(gateway).path("state").asText());
            }
        }
    }
}
