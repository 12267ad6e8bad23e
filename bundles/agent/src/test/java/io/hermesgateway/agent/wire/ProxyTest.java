package io.hermesgateway.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.PoolTasks;
import io.hermesgateway.testkit.model.FakeProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models behind proxies of every kind; the proxy of these tests leads to the fake provider, whatever it is asked for. */
@Timeout(180)
class ProxyTest {
    private final FakeProvider provider = new FakeProvider((asked, out) -> out.says("through"));
    private final ModelClient client = new ModelClient(new ManualClock(), new PoolTasks());
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ServerSocket proxy = listening();

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException refused) {
            throw new java.io.UncheckedIOException(refused);
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        provider.close();
        proxy.close();
    }

    /** What a proxy does with a fresh connection before it lets bytes through. */
    private interface Greeting {
        void greet(Socket near, DataInputStream in) throws IOException;
    }

    private void serve(Greeting greeting) {
        begin(() -> {
            while (!proxy.isClosed()) {
                try {
                    Socket near = proxy.accept();
                    begin(() -> pass(near, greeting));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void begin(Runnable task) {
        var unused = new PoolTasks().run("proxy", task);
    }

    private void pass(Socket near, Greeting greeting) {
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
            greeting.greet(near, new DataInputStream(near.getInputStream()));
            begin(() -> pour(far, near));
            pour(near, far);
        } catch (IOException ended) {
            seen.add("ended");
        }
    }

    private static void pour(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            return;
        }
    }

    private Reply ask(String through, String base) throws InterruptedException {
        Endpoint endpoint = new Endpoint(
                "fake",
                URI.create(base),
                new Secret("sk-test"),
                Map.of(),
                Api.CHAT_COMPLETIONS,
                through,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
        return client.ask(
                endpoint, new Prompt("m", List.of(Message.user("hi")), List.of(), Map.of(), true), Deltas.UNHEARD);
    }

    private static void text(Reply reply) {
        assertEquals("through", assertInstanceOf(Reply.Answer.class, reply).text());
    }

    private void socks(Socket near, DataInputStream in, boolean login) throws IOException {
        in.readUnsignedByte();
        in.readFully(new byte[in.readUnsignedByte()]);
        near.getOutputStream().write(new byte[] {5, (byte) (login ? 2 : 0)});
        if (login) {
            in.readUnsignedByte();
            String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
            seen.add(user + "/" + new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8));
            near.getOutputStream().write(new byte[] {1, 0});
        }
        in.readFully(new byte[4]);
        String host = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
        seen.add(host + ":" + in.readUnsignedShort());
        near.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void asksThroughSocksAndLetsTheProxyFindTheHost() throws Exception {
        serve((near, in) -> socks(near, in, false));
        String through = "socks5://127.0.0.1:" + proxy.getLocalPort();
        text(ask(through, "http://model.example:8000/v1"));
        text(ask(through, "http://model.example:8000/v1"));
        assertEquals("model.example:8000", seen.get(0));
    }

    @Test
    void logsInToASocksProxy() throws Exception {
        serve((near, in) -> socks(near, in, true));
        text(ask("socks5://ann:secret@127.0.0.1:" + proxy.getLocalPort(), "http://model.example:8000/v1"));
        assertEquals(List.of("ann/secret", "model.example:8000"), seen.subList(0, 2));
    }

    @Test
    void saysThatAProxyRefuses() throws Exception {
        serve((near, in) -> {
            in.readFully(new byte[3]);
            near.getOutputStream().write(new byte[] {5, (byte) 255});
        });
        Reply.Trouble trouble = assertInstanceOf(
                Reply.Trouble.class, ask("socks5://127.0.0.1:" + proxy.getLocalPort(), "http://model.example:8000/v1"));
        assertEquals(Reply.Kind.AWAY, trouble.kind());
        assertTrue(trouble.said().contains("the proxy refuses"), trouble.said());
    }

    @Test
    void asksThroughAnHttpProxyWithAndWithoutAPassword() throws Exception {
        text(ask("http://127.0.0.1:" + provider.port(), "http://model.example:8000/v1"));
        assertEquals(
                "http://model.example:8000/v1/chat/completions",
                provider.asked().get(0).path());
        serve((near, in) -> {
            seen.add(Bridge.head(in));
            near.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        text(ask("http://ann:secret@127.0.0.1:" + proxy.getLocalPort(), "http://model.example:8000/v1"));
        assertTrue(seen.get(0).startsWith("CONNECT model.example:8000 HTTP/1.1\r\n"), seen.get(0));
        assertTrue(seen.get(0).contains("Proxy-Authorization: Basic YW5uOnNlY3JldA=="), seen.get(0));
    }
}
