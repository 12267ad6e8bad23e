package io.hermesgateway.core.control;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Tasks;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket of the command line: only the owner of the home can open it, so it needs no password. The protocol is
 * lines of JSON: {@code {"id":1,"call":"plugins.list","args":{}}}, answered by any number of {@code {"id":1,"item":…}}
 * and one {@code {"id":1,"result":…}} or {@code {"id":1,"error":{"code":…,"message":…}}}.
 */
public final class ControlSocket implements AutoCloseable {
    /** The longest path that every Unix takes. */
    private static final int PATH_MOST = 100;

    private static final int CLIENTS_MOST = 256;
    private static final Duration STUCK = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private final ControlCalls calls;
    private final Executor threads;
    private final InstantSource clock;
    private final Path path;
    private final ServerSocketChannel server;
    private final Registration sweeping;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();

    /** Listens; whoever owns the home may do so, and what an earlier owner left behind is replaced. */
    public ControlSocket(Path home, ControlCalls calls, Executor threads, Tasks timers, InstantSource clock)
            throws IOException {
        this.calls = calls;
        this.threads = threads;
        this.clock = clock;
        boolean fits = home.resolve("control.sock").toString().getBytes(StandardCharsets.UTF_8).length <= PATH_MOST;
        path = (fits ? home : Files.createTempDirectory("hermes-")).resolve("control.sock");
        Path fresh = path.resolveSibling("control.new");
        Files.deleteIfExists(fresh);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(fresh));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        sweeping = timers.every(STUCK.dividedBy(2), "control-socket", this::sweep);
        threads.execute(this::accept);
    }

    /** Where it is: in the home, or in a folder of its own when the path of the home is too long. */
    public Path path() {
        return path;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                ControlSession session = new ControlSession(server.accept(), calls, threads, clock);
                sessions.add(session);
                threads.execute(() -> serve(session));
            } catch (IOException failed) {
                if (server.isOpen()) {
                    LOG.warn("accepting on the control socket: {}", failed.getMessage());
                    LockSupport.parkNanos(100_000_000);
                }
            }
        }
    }

    private void serve(ControlSession session) {
        try {
            if (sessions.size() <= CLIENTS_MOST) {
                session.serve();
            }
        } finally {
            sessions.remove(session);
            session.close();
        }
    }

    private void sweep() {
        sessions.forEach(session -> session.dropIfStuck(clock.instant().minus(STUCK)));
    }

    @Override
    public void close() {
        sweeping.close();
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            LOG.warn("closing the control socket: {}", failed.getMessage());
        }
        sessions.forEach(ControlSession::close);
    }
}
