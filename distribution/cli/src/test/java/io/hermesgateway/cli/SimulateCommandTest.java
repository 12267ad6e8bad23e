package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SimulateCommandTest {
    @TempDir
    Path home;

    @Test
    void simulatesUntilItIsStoppedAndSaysHowToPointAGatewayThere() throws Exception {
        PipedInputStream said = new PipedInputStream(65_536);
        PrintStream out = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
        Shell shell =
                new Shell(InputStream.nullInputStream(), out, out, Map.of("LANG", "zh_CN.UTF-8"), home, null, false);
        Callable<Integer> command = () -> Main.run(shell, "simulate", "qqbot", "--port", "0");
        FutureTask<Integer> running = new FutureTask<>(command);
        Thread thread = new Thread(running, "simulate");
        thread.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
        String first = lines.readLine();
        assertTrue(first.matches("QQ:打开 http://127\\.0\\.0\\.1:\\d+/_sim/qqbot/ 扮演用户"), first);
        String page = first.replaceAll("^.*?(http\\S+).*$", "$1");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        String line = lines.readLine();
        while (!line.contains("QQ_TOKEN_URL")) {
            line = lines.readLine();
        }
        assertTrue(line.endsWith("/app/getAppAccessToken"), line);
        thread.interrupt();
        assertEquals(Exit.DONE, running.get(60, TimeUnit.SECONDS));
    }

    @Test
    void refusesAnUnknownPlatformAndABadPort() {
        try (Bench bench = new Bench(home)) {
            Bench.Run unknown = bench.run("simulate", "myspace", "--port", "0");
            assertEquals(Exit.USAGE, unknown.exit());
            assertTrue(unknown.err().contains("qqbot"), unknown.err());
            assertEquals(Exit.USAGE, bench.run("simulate", "--port", "70000").exit());
        }
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (Bench bench = new Bench(home);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Bench.Run run = bench.run("simulate", "qqbot", "--port", String.valueOf(taken.getLocalPort()));
            assertEquals(Exit.FAILED, run.exit());
            assertTrue(run.err().contains(String.valueOf(taken.getLocalPort())), run.err());
        }
    }
}
