package io.hermesgateway.bench;

import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.httpkit.RateLimit;
import io.hermesgateway.httpkit.Sse;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** What the benchmarks of HTTP ask: a stream in which nothing happens, and the least that Jetty can do. */
public final class StreamPlugin implements Plugin, ServiceFactory {
    private static final byte[] BARE = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private static final class Open implements Gate.Rules {
        @Override
        public Keys keys() {
            return Keys.of(List.of());
        }

        @Override
        public boolean isOpen(Request request) {
            return true;
        }
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(this);
    }

    @Override
    public String name() {
        return "bench-streams";
    }

    @Override
    public Service open(ServiceContext context) {
        Gate gate = new Gate(Open::new, new RateLimit(context.clock()), exchange -> {
            var unused = exchange.events(Sse.Options.USUAL);
        });
        return new Published(context, gate);
    }

    private static final class Published implements Service {
        private final ServiceContext context;
        private final Gate gate;
        private final Server jetty = new Server();
        private final ServerConnector port = new ServerConnector(jetty);

        Published(ServiceContext context, Gate gate) {
            this.context = context;
            this.gate = gate;
        }

        @Override
        public void start() {
            context.registry().publish(Handler.class, "/bench/events", gate);
            port.setHost("127.0.0.1");
            jetty.addConnector(port);
            jetty.setHandler(new Bare(port));
            try {
                jetty.start();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
            context.registry().publish(Handler.class, "/bench/bare", new Bare(port));
        }

        @Override
        public void close() {
            gate.close();
            try {
                jetty.stop();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    /** Says where Jetty alone listens, as the bound that the listener is compared with. */
    private static final class Bare extends Handler.Abstract.NonBlocking {
        private final ServerConnector port;

        Bare(ServerConnector port) {
            this.port = port;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put("Content-Type", "application/json");
            response.getHeaders().put("X-Bare-Port", port.getLocalPort());
            response.write(true, ByteBuffer.wrap(BARE), callback);
            return true;
        }
    }
}
