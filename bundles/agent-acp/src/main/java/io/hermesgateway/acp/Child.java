package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.tool.ChildEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of the agent, with the sessions that it holds. */
final class Child implements Rpc.Handler {
    private static final long PATIENCE_SECONDS = 120;
    private static final int LINES_KEPT = 20;

    /** Is told what the agent says and wants in one session. */
    interface SessionListener {
        void update(JsonNode update);

        void request(JsonNode id, String method, JsonNode params);

        void gone();
    }

    private final ObjectMapper json;
    private final Process process;
    private final Rpc rpc;
    private final Map<String, SessionListener> listeners = new ConcurrentHashMap<>();
    /** The sessions that this process knows: made or loaded in it. */
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    private final Deque<String> said = new ArrayDeque<>();
    private volatile JsonNode abilities;
    private volatile JsonNode logins;

    private Child(ObjectMapper json, Process process) {
        this.json = json;
        this.process = process;
        this.rpc = new Rpc(json, process.getInputStream(), process.getOutputStream());
        this.abilities = json.createObjectNode();
        this.logins = json.createArrayNode();
    }

    static Child start(ObjectMapper json, AcpSettings settings, Path folder, Tasks tasks) throws Trouble {
        ProcessBuilder builder = new ProcessBuilder(settings.command());
        builder.directory(folder.toFile());
        new ChildEnvironment(settings.passed()).limit(builder.environment());
        builder.environment().putAll(settings.environment());
        try {
            Child child = new Child(json, builder.start());
            tasks.run("acp reader", () -> child.rpc.read(child));
            tasks.run("acp words", child::listen);
            var unused = child.process.onExit().thenRun(child::ended);
            child.introduce();
            return child;
        } catch (IOException notThere) {
            throw new Trouble("cannot-start", String.valueOf(notThere.getMessage()));
        }
    }

    private void introduce() throws Trouble {
        ObjectNode hello = json.createObjectNode().put("protocolVersion", 1);
        ObjectNode abilitiesOfOurs = hello.putObject("clientCapabilities").put("terminal", true);
        abilitiesOfOurs.putObject("fs").put("readTextFile", true).put("writeTextFile", true);
        hello.putObject("clientInfo")
                .put("name", "hermes-gateway")
                .put("title", "Hermes Gateway")
                .put("version", "1");
        try {
            JsonNode answer = ask("initialize", hello);
            if (answer.path("protocolVersion").asInt(1) != 1) {
                throw new Trouble("cannot-start", "it speaks version " + answer.path("protocolVersion") + " of ACP");
            }
            abilities = answer.path("agentCapabilities");
            logins = answer.path("authMethods");
        } catch (Rpc.Refused refused) {
            close();
            throw new Trouble("cannot-start", refused.getMessage() + lastWords());
        } catch (Trouble trouble) {
            close();
            throw trouble;
        }
    }

    /** Asks and waits. */
    JsonNode ask(String method, JsonNode params) throws Rpc.Refused, Trouble {
        try {
            return rpc.request(method, params).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Rpc.Refused refused) {
                throw refused;
            }
            throw new Trouble("crashed", String.valueOf(failed.getCause()));
        } catch (TimeoutException silent) {
            throw new Trouble("silent", method);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Trouble("stopped", method);
        }
    }

    Rpc rpc() {
        return rpc;
    }

    boolean alive() {
        return process.isAlive() && !rpc.over();
    }

    boolean canLoad() {
        return abilities.path("loadSession").asBoolean(false);
    }

    boolean takesImages() {
        return abilities.path("promptCapabilities").path("image").asBoolean(false);
    }

    boolean holds(String session) {
        return alive() && sessions.contains(session);
    }

    void hold(String session) {
        sessions.add(session);
    }

    /** The ways to log in that the agent offers, as words for a person. */
    String logins() {
        StringBuilder words = new StringBuilder();
        logins.forEach(login -> words.append(words.length() == 0 ? "" : ", ")
                .append(login.path("name").asText(login.path("id").asText())));
        return words.toString();
    }

    void listen(String session, SessionListener listener) {
        listeners.put(session, listener);
        if (!alive()) {
            listener.gone();
        }
    }

    void forget(String session, SessionListener listener) {
        listeners.remove(session, listener);
    }

    boolean busy() {
        return !listeners.isEmpty();
    }

    @Override
    public void request(JsonNode id, String method, JsonNode params) {
        SessionListener listener = listeners.get(params.path("sessionId").asText(""));
        if (listener == null) {
            rpc.refuse(id, Rpc.INTERNAL, "no turn is under way in this session");
        } else {
            listener.request(id, method, params);
        }
    }

    @Override
    public void notification(String method, JsonNode params) {
        SessionListener listener = listeners.get(params.path("sessionId").asText(""));
        if (listener != null && method.equals("session/update")) {
            listener.update(params.path("update"));
        }
    }

    private void ended() {
        listeners.values().forEach(SessionListener::gone);
    }

    /** Keeps the last lines of the standard error for whoever asks why it does not work. */
    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
            }
        } catch (IOException over) {
            keep("");
        }
    }

    private synchronized void keep(String line) {
        if (!line.isBlank()) {
            said.addLast(line.length() > 300 ? line.substring(0, 300) : line);
        }
        if (said.size() > LINES_KEPT) {
            said.removeFirst();
        }
    }

    /** What it said last on its standard error, to be put after a colon; empty for nothing. */
    synchronized String lastWords() {
        return said.isEmpty() ? "" : " (" + said.getLast() + ")";
    }

    /** Ends the process and what it started: gently, then not. */
    void close() {
        ProcessHandle handle = process.toHandle();
        handle.descendants().forEach(ProcessHandle::destroy);
        handle.destroy();
        var unused = handle.onExit().orTimeout(3, TimeUnit.SECONDS).whenComplete((done, late) -> {
            handle.descendants().forEach(ProcessHandle::destroyForcibly);
            handle.destroyForcibly();
        });
    }
}
