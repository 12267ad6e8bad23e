package io.hermesgateway.testkit.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP/1.1 server on loopback that answers as its script says, byte by byte where wanted: half characters, resets,
 * streams without end. It keeps what it was asked, and counts connections and those that were closed while it answered.
 */
public final class FakeProvider implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake provider");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script;
    private volatile int connections;
    private volatile int brokenOff;

    /** One request. */
    public record Asked(String method, String path, Map<String, String> headers, String body) {
        public Asked {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers a request; called on a thread of its connection. */
    public interface Script {
        void answer(Asked asked, Answering out) throws IOException;
    }

    public FakeProvider(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        threads.execute(this::accept);
    }

    public void script(Script next) {
        script = next;
    }

    /** The base address of its API. */
    public String base() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** What no real provider would have taken. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void complain(String what) {
        complaints.add(what);
    }

    public int connections() {
        return connections;
    }

    /** How many answers could not be given to their end because the other side had gone. */
    public int brokenOff() {
        return brokenOff;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                count(1, 0);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private synchronized void count(int connected, int broken) {
        connections += connected;
        brokenOff += broken;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Asked request = read(in); request != null; request = read(in)) {
                asked.add(request);
                Answering out = new Answering(socket);
                script.answer(request, out);
                out.finish();
            }
        } catch (IOException gone) {
            count(0, 1);
        } finally {
            open.remove(socket);
        }
    }

    private @org.jspecify.annotations.Nullable Asked read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        String[] words = first.split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.containsKey("upgrade")) {
            complain("asks for another protocol on " + words[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Asked(words[0], words[1], headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        threads.shutdownNow();
    }
}
