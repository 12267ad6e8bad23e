package io.hermesgateway.simulators;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket client with queues instead of callbacks. */
public final class Ear implements WebSocket.Listener {
    private static final long PATIENCE = 60;

    /** How it ended; without a close frame the code is 1006. */
    public record End(int code, String reason) {}

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private Ear(HttpClient client, String url) {
        socket = client.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
    }

    /** Connects. */
    public static Ear open(HttpClient client, String url) {
        return new Ear(client, url);
    }

    /** Sends. */
    public void say(String text) {
        socket.sendText(text, true).join();
    }

    /** Closes politely. */
    public void close(int code) {
        socket.sendClose(code, "").join();
    }

    /** Is gone without a word. */
    public void abort() {
        socket.abort();
    }

    /** The next text; fails when none comes. */
    public String next() throws InterruptedException {
        String text = texts.poll(PATIENCE, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing came");
        }
        return text;
    }

    /** The next binary message; fails when none comes. */
    public byte[] nextBinary() throws InterruptedException {
        byte[] bytes = binaries.poll(PATIENCE, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new AssertionError("nothing came");
        }
        return bytes;
    }

    /** What came and was not taken. */
    public int waiting() {
        return texts.size();
    }

    /** How it ends. */
    public End end() throws Exception {
        return end.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            texts.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binaries.add(bytes);
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(new End(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end.complete(new End(SimSocket.NO_FRAME, String.valueOf(error.getMessage())));
    }
}
