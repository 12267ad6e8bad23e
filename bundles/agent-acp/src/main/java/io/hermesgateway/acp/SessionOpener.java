package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.plugin.PluginContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds or makes the agent's session for a session of the gateway. */
final class SessionOpener {
    private static final int AUTH_REQUIRED = -32_000;
    private static final int LINES_BEFORE = 50;

    private final ObjectMapper json;
    private final PluginContext context;
    private final Pool pool;
    private final SessionBook book;

    SessionOpener(ObjectMapper json, PluginContext context, Pool pool) {
        this.json = json;
        this.context = context;
        this.pool = pool;
        this.book = new SessionBook(json, context.folder().resolve("sessions.json"));
    }

    /** @param remembers whether the agent knows what was said in it */
    record Opened(Child child, String session, boolean remembers) {}

    Opened open(Turn turn, AcpSettings settings) throws Trouble {
        Path folder = folder(turn, settings);
        Child child = pool.child(turn.sessionId(), settings, folder);
        // A caller that carries its own history says what was said; the agent's memory of other requests is not asked.
        Optional<String> known = turn.history() == null ? book.find(turn.sessionId()) : Optional.empty();
        if (known.isPresent() && child.holds(known.get())) {
            return new Opened(child, known.get(), true);
        }
        if (known.isPresent() && child.canLoad() && load(child, known.get(), folder)) {
            return new Opened(child, known.get(), true);
        }
        String made = make(child, folder);
        if (turn.history() == null) {
            book.write(turn.sessionId(), made);
        }
        return new Opened(child, made, false);
    }

    private boolean load(Child child, String session, Path folder) throws Trouble {
        try {
            child.ask("session/load", params(folder).put("sessionId", session));
            child.hold(session);
            return true;
        } catch (Rpc.Refused forgotten) {
            if (!child.alive()) {
                throw new Trouble("crashed", forgotten.getMessage() + child.lastWords());
            }
            return false;
        }
    }

    private String make(Child child, Path folder) throws Trouble {
        try {
            JsonNode made = child.ask("session/new", params(folder));
            String session = made.path("sessionId").asText("");
            child.hold(session);
            return session;
        } catch (Rpc.Refused refused) {
            if (!child.alive()) {
                throw new Trouble("crashed", refused.getMessage() + child.lastWords());
            }
            throw refused.code() == AUTH_REQUIRED
                    ? new Trouble("wants-login", child.logins())
                    : new Trouble("refused", String.valueOf(refused.getMessage()));
        }
    }

    private ObjectNode params(Path folder) {
        ObjectNode params = json.createObjectNode().put("cwd", folder.toString());
        params.putArray("mcpServers");
        return params;
    }

    /** What was said before, for an agent that does not know it. */
    List<TranscriptLine> before(Turn turn, TurnContext run) {
        List<TranscriptLine> given = turn.history();
        return given != null ? given : run.history(LINES_BEFORE);
    }

    /** Where the agent works. */
    Path folder(Turn turn, AcpSettings settings) throws Trouble {
        String id = turn.sessionId();
        boolean plain = id.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
        Path own =
                context.home().resolve("workspaces").resolve(plain ? id : "acp-" + Integer.toHexString(id.hashCode()));
        String given = settings.cwd();
        Path home = Path.of(System.getProperty("user.home"));
        Path folder =
                given.isBlank() ? own : given.startsWith("~/") ? home.resolve(given.substring(2)) : home.resolve(given);
        try {
            return Files.createDirectories(folder).toAbsolutePath();
        } catch (IOException refused) {
            throw new Trouble("cannot-start", refused.getMessage() + "");
        }
    }
}
