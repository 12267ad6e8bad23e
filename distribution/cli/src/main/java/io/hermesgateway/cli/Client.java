package io.hermesgateway.cli;

import io.hermesgateway.cli.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call after the other to the running gateway. A gateway that says nothing for a while counts as frozen. */
final class Client implements AutoCloseable {
    /** Seconds that a call may be silent: actions answer when they are done. */
    static final int PATIENCE_SECONDS = 120;

    private final Shell shell;
    private final SocketChannel channel;
    private final ByteBuffer read = ByteBuffer.allocate(16_384).flip();
    private volatile long heardAt = System.nanoTime();
    private volatile boolean frozen;

    private Client(Shell shell, SocketChannel channel, int patienceSeconds) {
        this.shell = shell;
        this.channel = channel;
        Thread watch = new Thread(() -> watch(patienceSeconds * 1_000_000_000L), "patience");
        watch.setDaemon(true);
        watch.start();
    }

    /** An answer: what it says, and the line as it came. */
    record Answer(@Nullable Object result, String line) {
        Row row() {
            return Row.of(result);
        }

        /** The result as the gateway wrote it. */
        String json() {
            return line.substring(line.indexOf("\"result\":") + 9, line.length() - 1);
        }
    }

    /** Connects, or fails with the exit code for "not running" (or for "runs, but does not answer"). */
    static Client connect(Shell shell, int patienceSeconds) {
        Path socket = shell.home().resolve("control.sock");
        try {
            return open(shell, socket, patienceSeconds);
        } catch (IOException elsewhere) {
            Owner owner = Owner.of(shell.home()).orElse(null);
            if (owner == null) {
                throw shell.failure(Exit.NOT_RUNNING, "not_running", shell.home());
            }
            try {
                return open(shell, owner.control(), patienceSeconds);
            } catch (IOException refused) {
                throw shell.failure(Exit.FAILED, "no_answer", String.valueOf(owner.pid()));
            }
        }
    }

    private static Client open(Shell shell, Path socket, int patienceSeconds) throws IOException {
        boolean fits = socket.toString().getBytes(StandardCharsets.UTF_8).length <= 100;
        if (!fits) {
            throw new IOException("no socket has so long a path");
        }
        return new Client(shell, SocketChannel.open(UnixDomainSocketAddress.of(socket)), patienceSeconds);
    }

    static Client connect(Shell shell) {
        return connect(shell, PATIENCE_SECONDS);
    }

    private void watch(long patience) {
        while (channel.isOpen()) {
            LockSupport.parkNanos(200_000_000);
            if (System.nanoTime() - heardAt > patience) {
                frozen = true;
                close();
            }
        }
    }

    Answer call(String name, Map<String, ?> arguments) {
        return call(name, arguments, item -> {});
    }

    /** Calls, hands on what comes before the end, and returns the end. */
    Answer call(String name, Map<String, ?> arguments, Consumer<Row> items) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("id", 1);
        request.put("call", name);
        request.put("args", arguments);
        request.put("who", System.getProperty("user.name", "operator"));
        try {
            heardAt = System.nanoTime();
            send(Json.write(request));
            while (true) {
                String line = hear();
                Row answer = Row.of(Json.read(line));
                if (answer.fields().containsKey("item")) {
                    items.accept(answer.row("item"));
                } else if (answer.fields().containsKey("error")) {
                    throw refused(answer.row("error"));
                } else {
                    return new Answer(answer.fields().get("result"), line);
                }
            }
        } catch (IOException cut) {
            String key = frozen ? "silent" : "cut_off";
            throw shell.failure(Exit.FAILED, key);
        }
    }

    private static Failure refused(Row error) {
        boolean wrong = error.text("code").equals("bad_request");
        return new Failure(wrong ? Exit.USAGE : Exit.FAILED, error.text("message") + " (" + error.text("code") + ")");
    }

    private void send(String line) throws IOException {
        ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private String hear() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (!read.hasRemaining()) {
                int count = channel.read(read.clear());
                read.flip();
                if (count < 0) {
                    throw new IOException("the gateway hung up");
                }
                heardAt = System.nanoTime();
            }
            byte next = read.get();
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(next);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            frozen |= false;
        }
    }
}
