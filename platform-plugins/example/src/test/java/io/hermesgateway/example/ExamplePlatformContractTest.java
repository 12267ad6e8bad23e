package io.hermesgateway.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.testkit.platform.FakePlatformContext;
import io.hermesgateway.testkit.platform.PlatformContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ExamplePlatformContractTest extends PlatformContract {
    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TestTasks tasks = new TestTasks();
    private Server server;
    private FakePlatformContext kernel;
    private Platform platform;

    @BeforeEach
    void open() throws IOException {
        server = new Server();
        threads.execute(server::serve);
        kernel = new FakePlatformContext(new FakePlatformContext.Parts(
                "example",
                new MapSettings(Map.of("port", server.port())),
                home,
                InstantSource.system(),
                tasks,
                new TestTasks.NoIds(),
                new FakeRegistry()));
        platform = new ExamplePlugin().platforms().get(0).open(kernel);
    }

    @AfterEach
    void close() {
        platform.close();
        server.goAway();
        tasks.close();
        threads.shutdownNow();
    }

    @Override
    protected FarSide farSide() {
        return server;
    }

    @Override
    protected FakePlatformContext kernel() {
        return kernel;
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    /** A chat server with one connection that takes everything. */
    private static final class Server implements FarSide {
        private final ObjectMapper json = new ObjectMapper();
        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<String> acks = new CopyOnWriteArrayList<>();
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private volatile Socket connection = new Socket();

        Server() throws IOException {}

        int port() {
            return listening.getLocalPort();
        }

        void serve() {
            try (Socket accepted = listening.accept()) {
                connection = accepted;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.UTF_8));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    take(json.readTree(line));
                }
            } catch (IOException ended) {
                texts.add("connection ended");
            }
        }

        private void take(JsonNode line) throws IOException {
            if (line.has("hello")) {
                write(json.createObjectNode().put("ready", true));
            } else if (line.has("ack")) {
                acks.add(line.get("ack").asText());
            } else if (line.has("send")) {
                texts.add(line.get("send").path("text").asText());
                String id = line.get("send").path("id").asText();
                write(json.createObjectNode().put("sent", id).put("as", "m" + texts.size()));
            }
        }

        private synchronized void write(ObjectNode line) throws IOException {
            connection.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void offer(String chat, String messageId, String text) {
            ObjectNode offer = json.createObjectNode();
            offer.putObject("message")
                    .put("id", messageId)
                    .put("chat", chat)
                    .put("user", "ann")
                    .put("text", text);
            try {
                write(offer);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        @Override
        public int acknowledged(String messageId) {
            return (int) acks.stream().filter(messageId::equals).count();
        }

        @Override
        public List<String> received() {
            return List.copyOf(texts);
        }

        @Override
        public void goAway() {
            try {
                listening.close();
                connection.close();
            } catch (IOException stuck) {
                throw new UncheckedIOException(stuck);
            }
        }
    }
}
