package io.hermesgateway.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import io.hermesgateway.spi.tool.Tool;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps a connection to every configured server and offers its tools while it stands. A server that is away or ends is
 * tried again, ever more slowly; the others never notice.
 */
final class McpService implements Service {
    static final String SECTION = "";
    private static final Logger LOG = LoggerFactory.getLogger(McpService.class);
    private static final Setting<Map<String, Object>> SERVERS =
            Setting.of("mcp_servers", Types.TREE, Map.of(), "Servers of the Model Context Protocol by name.");
    static final SettingsSpec SPEC = SettingsSpec.of(SECTION, SERVERS);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final ServiceContext context;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Standing> standing = new HashMap<>();
    private final Map<String, String> troubles = new TreeMap<>();
    private List<ServerSettings> wanted = List.of();
    private int life;
    private @Nullable Registration looking;
    /** Made with the first server: without one the library is not even loaded. */
    private @Nullable Connections connections;

    private record Standing(Connections.Connection connection, List<Registration> tools) {
        McpSyncClient client() {
            return connection.client();
        }

        void withdraw() {
            tools.forEach(Registration::close);
            tools.clear();
        }
    }

    McpService(ServiceContext context) {
        this.context = context;
    }

    @Override
    public synchronized void start() {
        looking = context.tasks().every(LOOK, "look after servers", this::look);
        begin();
    }

    private void begin() {
        wanted = ServerSettings.of(context.settings(SECTION).get(SERVERS));
        int ofLife = life;
        if (connections == null && !wanted.isEmpty()) {
            connections = new Connections();
        }
        wanted.forEach(server -> context.tasks().run("connect " + server.name(), () -> connect(server, ofLife, 1)));
    }

    @Override
    public synchronized boolean changed() {
        if (!wanted.equals(ServerSettings.of(context.settings(SECTION).get(SERVERS)))) {
            end();
            begin();
        }
        return true;
    }

    private synchronized Connections connections() {
        return Objects.requireNonNull(connections);
    }

    private void connect(ServerSettings server, int ofLife, int attempt) {
        try {
            Connections.Connection made = connections()
                    .open(server, tools -> context.tasks().run("tools changed", () -> offer(server, ofLife)));
            if (!stand(server, made, ofLife)) {
                made.close();
                return;
            }
            made.process().ifPresent(process -> context.tasks().run("watch " + server.name(), () -> {
                process.awaitForExit();
                ended(server, ofLife, "its process has ended");
            }));
            offer(server, ofLife);
            trouble(server, "");
        } catch (RuntimeException away) {
            trouble(server, String.valueOf(away.getMessage()));
            again(server, ofLife, attempt + 1);
        }
    }

    private void again(ServerSettings server, int ofLife, int attempt) {
        Duration wait = Duration.ofSeconds(1L << Math.min(9, attempt));
        Duration most = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        context.tasks().after(most, "connect " + server.name(), () -> {
            if (current(ofLife)) {
                connect(server, ofLife, attempt);
            }
        });
    }

    private synchronized boolean current(int ofLife) {
        return ofLife == life;
    }

    private synchronized boolean stand(ServerSettings server, Connections.Connection made, int ofLife) {
        if (ofLife == life) {
            standing.put(server.name(), new Standing(made, new ArrayList<>()));
        }
        return ofLife == life;
    }

    /** Asks the server for its tools and publishes them in place of the former ones. */
    private void offer(ServerSettings server, int ofLife) {
        Standing now = standing(server, ofLife);
        if (now == null) {
            return;
        }
        List<McpSchema.Tool> tools = new ArrayList<>();
        McpSchema.ListToolsResult page = now.client().listTools();
        tools.addAll(page.tools());
        while (page.nextCursor() != null && tools.size() < 1_000) {
            page = now.client().listTools(page.nextCursor());
            tools.addAll(page.tools());
        }
        synchronized (this) {
            now.withdraw();
            for (McpSchema.Tool tool : tools) {
                ServerTool offered = new ServerTool(json, server, tool, now.client());
                now.tools()
                        .add(context.registry()
                                .publish(Tool.class, offered.spec().name(), offered));
            }
        }
        LOG.info("{} offers {} tools", server.name(), tools.size());
    }

    private synchronized @Nullable Standing standing(ServerSettings server, int ofLife) {
        return ofLife == life ? standing.get(server.name()) : null;
    }

    private synchronized void trouble(ServerSettings server, String words) {
        String before = troubles.getOrDefault(server.name(), "");
        troubles.put(server.name(), words);
        if (!before.equals(words) && !words.isEmpty()) {
            LOG.warn("The MCP server {} cannot be used: {}", server.name(), words);
        }
        StringBuilder all = new StringBuilder();
        troubles.forEach((name, one) -> all.append(one.isEmpty() ? "" : name + ": " + one + " "));
        context.report(all.toString().strip());
    }

    /** A server that does not answer is let go and tried again. */
    private void look() {
        for (ServerSettings server : List.copyOf(wanted)) {
            int ofLife = life;
            Standing now = standing(server, ofLife);
            try {
                if (now != null) {
                    now.client().ping();
                }
            } catch (RuntimeException gone) {
                ended(server, ofLife, "does not answer: " + gone.getMessage());
            }
        }
    }

    private void ended(ServerSettings server, int ofLife, String why) {
        Standing lost = lose(server, ofLife);
        if (lost != null) {
            lost.connection().close();
            trouble(server, why);
            again(server, ofLife, 0);
        }
    }

    private synchronized @Nullable Standing lose(ServerSettings server, int ofLife) {
        Standing lost = ofLife == life ? standing.remove(server.name()) : null;
        if (lost != null) {
            lost.withdraw();
        }
        return lost;
    }

    private void end() {
        life++;
        standing.values().forEach(one -> {
            one.withdraw();
            one.connection().close();
        });
        standing.clear();
        troubles.clear();
    }

    @Override
    public synchronized void close() {
        if (looking != null) {
            looking.close();
        }
        end();
        if (connections != null) {
            Schedulers.shutdownNow();
        }
    }
}
