package io.hermesgateway.httpkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SseTest {
    private final BlockingQueue<Sse> opened = new LinkedBlockingQueue<>();
    private Sse.Options options = Sse.Options.USUAL;
    private Surface surface;

    @BeforeEach
    void open() throws Exception {
        surface = new Surface(exchange -> opened.add(exchange.events(options)));
    }

    @AfterEach
    void close() throws Exception {
        surface.close();
    }

    private Socket listen() throws IOException {
        Socket socket = surface.connect();
        Surface.write(socket, "GET /open", "Last-Event-ID: 7");
        return socket;
    }

    @Test
    void eventsComeInOrderAndTheStreamEndsInOrder() throws Exception {
        try (Socket socket = listen()) {
            Sse stream = opened.take();
            Surface.readUntil(socket.getInputStream(), "\r\n\r\n");
            assertTrue(stream.event("1", "delta", "{\"a\":1}"));
            assertTrue(stream.data("two\nlines"));
            assertTrue(stream.comment("done"));
            stream.end();
            assertFalse(stream.data("late"));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String plain = all.replaceAll("(?m)^[0-9A-F]+\r\n", "").replace("\r\n", "");
            assertEquals("id: 1\nevent: delta\ndata: {\"a\":1}\n\ndata: two\ndata: lines\n\n: done\n\n", plain);
        }
    }

    @Test
    void aBurstOfSmallFramesGoesOutWithoutAnythingAfterIt() throws Exception {
        try (Socket socket = listen()) {
            Sse stream = opened.take();
            Surface.readUntil(socket.getInputStream(), "\r\n\r\n");
            for (String word : new String[] {"one", "two", "three"}) {
                assertTrue(stream.soon(("data: " + word + "\n\n").getBytes(StandardCharsets.UTF_8)));
            }
            Surface.readUntil(socket.getInputStream(), "data: three\n\n");
            stream.end();
            assertFalse(stream.soon(new byte[] {'\n'}));
        }
    }

    @Test
    void theHeadGoesOutBeforeTheFirstEvent() throws Exception {
        try (Socket socket = listen()) {
            String head = Surface.readUntil(socket.getInputStream(), "\r\n\r\n");
            assertTrue(head.contains("Content-Type: text/event-stream"), head);
            assertTrue(head.contains("X-Accel-Buffering: no"), head);
            assertEquals(1, surface.gate.streams());
        }
    }

    @Test
    void aNameCannotBreakOutOfItsLine() throws Exception {
        try (Socket socket = listen()) {
            opened.take().event("1\ndata: x", "a\r\nb", "c");
            String frame = Surface.readUntil(socket.getInputStream(), "data: c\n\n");
            assertTrue(frame.contains("id: 1 data: x\nevent: a  b\n"), frame);
        }
    }

    @Test
    void silenceIsFilledWithComments() throws Exception {
        options = new Sse.Options(Duration.ofMillis(20), 1_000);
        try (Socket socket = listen()) {
            Surface.readUntil(socket.getInputStream(), ": keepalive\n\n");
            Surface.readUntil(socket.getInputStream(), ": keepalive\n\n");
        }
    }

    @Test
    void aClientThatHasVanishedIsNoticed() throws Exception {
        options = new Sse.Options(Duration.ofMillis(20), 1_000);
        CountDownLatch gone = new CountDownLatch(1);
        Sse stream;
        try (Socket socket = listen()) {
            stream = opened.take();
            stream.onClose(gone::countDown);
            socket.setSoLinger(true, 0);
        }
        assertTrue(gone.await(60, TimeUnit.SECONDS));
        assertFalse(stream.isOpen());
        assertFalse(stream.data("x"));
        assertEquals(0, surface.gate.streams());
    }

    @Test
    void aClientThatReadsTooSlowlyIsLetGo() throws Exception {
        options = new Sse.Options(Duration.ofSeconds(60), 100_000);
        CountDownLatch gone = new CountDownLatch(1);
        try (Socket socket = listen()) {
            Sse stream = opened.take();
            stream.onClose(gone::countDown);
            String frame = "x".repeat(50_000);
            boolean taken = true;
            while (taken) {
                taken = stream.data(frame);
            }
            assertFalse(stream.isOpen());
            assertFalse(socket.isClosed());
        }
        assertTrue(gone.await(60, TimeUnit.SECONDS));
    }

    @Test
    void aListenerThatComesLateHearsAtOnce() throws Exception {
        try (Socket socket = listen()) {
            Sse stream = opened.take();
            CountDownLatch first = new CountDownLatch(1);
            stream.onClose(first::countDown);
            stream.end();
            assertTrue(socket.getInputStream().readAllBytes().length > 0);
            assertTrue(first.await(60, TimeUnit.SECONDS));
            CountDownLatch second = new CountDownLatch(1);
            stream.onClose(second::countDown);
            assertEquals(0, second.getCount());
        }
    }

    @Test
    void aClosedGateEndsItsStreams() throws Exception {
        try (Socket socket = listen()) {
            opened.take().data("last");
            surface.gate.close();
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(all.contains("data: last\n\n"), all);
            assertTrue(all.endsWith("0\r\n\r\n") || all.contains("Connection: close"), all);
        }
    }
}
