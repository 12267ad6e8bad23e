package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent for tests, run as a process of its own. It does what the last text of a prompt says, one command a line, and
 * writes what it really ran to {@code ran.txt} in its folder. With {@code load} as argument it remembers sessions.
 */
public final class FakeAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Path state;
    private final boolean loads;
    private final Map<Integer, SynchronousQueue<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, Path> folders = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger(100);
    private volatile boolean cancelled;

    private FakeAgent(Path state, boolean loads) {
        this.state = state;
        this.loads = loads;
    }

    /** Runs the agent: the folder for its memory, and what it can. */
    public static void main(String[] args) throws Exception {
        new FakeAgent(Path.of(args[0]), List.of(args).contains("load")).serve();
    }

    private void serve() throws Exception {
        out.println("a word on the wrong channel");
        System.err.println("fake agent at your service");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = JSON.readTree(line);
            if (!message.has("method")) {
                Objects.requireNonNull(asked.get(message.path("id").asInt())).put(message);
            } else if (message.path("method").asText().equals("session/prompt")) {
                Thread worker = new Thread(() -> prompt(message));
                worker.setDaemon(true);
                worker.start();
            } else {
                take(message);
            }
        }
    }

    private void take(JsonNode message) throws IOException {
        JsonNode params = message.path("params");
        ObjectNode result = JSON.createObjectNode();
        switch (message.path("method").asText()) {
            case "initialize" -> {
                result.put("protocolVersion", 1);
                result.putObject("agentCapabilities")
                        .put("loadSession", loads)
                        .putObject("promptCapabilities")
                        .put("image", true);
                result.putArray("authMethods").addObject().put("id", "browser").put("name", "fake login");
            }
            case "session/new" -> {
                if (Files.exists(state.resolve("locked"))) {
                    error(message, -32_000, "auth required");
                    return;
                }
                String session = "fake-" + ProcessHandle.current().pid() + "-" + ids.incrementAndGet();
                folders.put(session, Path.of(params.path("cwd").asText()));
                Files.writeString(state.resolve(session), "");
                result.put("sessionId", session);
            }
            case "session/load" -> {
                String session = params.path("sessionId").asText();
                if (!Files.exists(state.resolve(session))) {
                    error(message, -32_602, "no such session");
                    return;
                }
                folders.put(session, Path.of(params.path("cwd").asText()));
                say(session, "replayed words that nobody must see");
            }
            case "session/cancel" -> {
                cancelled = true;
                return;
            }
            default -> {
                error(message, -32_601, "not known");
                return;
            }
        }
        send(JSON.createObjectNode().<ObjectNode>set("id", message.get("id")).set("result", result));
    }

    private void prompt(JsonNode message) {
        String session = message.path("params").path("sessionId").asText();
        JsonNode blocks = message.path("params").path("prompt");
        List<String> texts = new ArrayList<>();
        blocks.forEach(
                block -> texts.add(block.path("text").asText(block.path("type").asText())));
        cancelled = false;
        String stop = "end_turn";
        try {
            Files.writeString(
                    state.resolve("prompts"), texts + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            for (String line : texts.get(texts.size() - 1).split("\n")) {
                stop = cancelled ? "cancelled" : obey(session, line.strip());
            }
        } catch (IOException | InterruptedException broken) {
            say(session, "broken: " + broken);
        }
        ObjectNode result = JSON.createObjectNode().put("stopReason", cancelled ? "cancelled" : stop);
        result.putObject("usage").put("inputTokens", 7).put("outputTokens", 3);
        send(JSON.createObjectNode().<ObjectNode>set("id", message.get("id")).set("result", result));
    }

    private String obey(String session, String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "run" -> run(session, rest, List.of("allow_once", "allow_always", "reject_once"));
            case "run-once" -> run(session, rest, List.of("allow_once", "reject_once"));
            case "run-always" -> run(session, rest, List.of("allow_always", "reject_once"));
            case "crash" -> Runtime.getRuntime().halt(3);
            case "crash-once" -> {
                if (Files.notExists(state.resolve("crashed"))) {
                    Files.writeString(state.resolve("crashed"), "");
                    Runtime.getRuntime().halt(3);
                }
                say(session, "well again");
            }
            case "act-and-crash" -> {
                if (Files.notExists(state.resolve("crashed"))) {
                    Files.writeString(state.resolve("crashed"), "");
                    update(session, tool("t1", "tool_call", "working", "in_progress"));
                    ask("nothing/known", JSON.createObjectNode().put("sessionId", session));
                    Runtime.getRuntime().halt(3);
                }
                say(session, "well again");
            }
            case "hang" -> new SynchronousQueue<JsonNode>().take();
            case "wait" -> {
                while (!cancelled) {
                    Thread.onSpinWait();
                }
            }
            case "think" -> update(session, chunk("agent_thought_chunk", rest));
            case "refuse" -> {
                return "refusal";
            }
            case "cut" -> {
                say(session, rest);
                return "max_tokens";
            }
            case "read" ->
                say(session, ask("fs/read_text_file", path(session, rest)).toString());
            case "write" ->
                say(
                        session,
                        ask("fs/write_text_file", path(session, rest).put("content", "hello"))
                                .toString());
            case "terminal" -> terminal(session, rest);
            case "env" -> say(session, String.valueOf(System.getenv(rest)));
            case "where" -> say(session, folder(session).toString());
            default -> say(session, line);
        }
        return "end_turn";
    }

    private void run(String session, String command, List<String> kinds) throws IOException, InterruptedException {
        String id = "call-" + ids.incrementAndGet();
        update(session, tool(id, "tool_call", command, "pending"));
        ObjectNode params = JSON.createObjectNode().put("sessionId", session);
        params.set("toolCall", tool(id, "tool_call_update", command, "pending"));
        kinds.forEach(kind -> params.withArray("options")
                .addObject()
                .put("optionId", "o-" + kind)
                .put("name", kind)
                .put("kind", kind));
        JsonNode answer = ask("session/request_permission", params).path("result");
        String option = answer.path("outcome")
                .path("optionId")
                .asText(answer.path("outcome").path("outcome").asText());
        if (option.startsWith("o-allow")) {
            Files.writeString(
                    folder(session).resolve("ran.txt"),
                    command + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            update(session, tool(id, "tool_call_update", command, "completed"));
        }
        say(session, option + " " + answer.path("_meta").path("hermes.outcome").asText());
    }

    private void terminal(String session, String command) throws InterruptedException {
        ObjectNode create = JSON.createObjectNode().put("sessionId", session).put("command", command);
        JsonNode made = ask("terminal/create", create);
        if (made.has("error")) {
            say(session, made.path("error").path("message").asText());
            return;
        }
        String id = made.path("result").path("terminalId").asText();
        ObjectNode which = JSON.createObjectNode().put("sessionId", session).put("terminalId", id);
        JsonNode exit = ask("terminal/wait_for_exit", which).path("result");
        JsonNode output = ask("terminal/output", which).path("result");
        ask("terminal/release", which);
        say(session, exit + " " + output);
    }

    private Path folder(String session) {
        return Objects.requireNonNull(folders.get(session));
    }

    private static ObjectNode path(String session, String file) {
        return JSON.createObjectNode().put("sessionId", session).put("path", file);
    }

    private static ObjectNode tool(String id, String kind, String command, String status) {
        ObjectNode update = JSON.createObjectNode()
                .put("sessionUpdate", kind)
                .put("toolCallId", id)
                .put("title", "`" + command + "`")
                .put("kind", "execute")
                .put("status", status);
        update.putObject("rawInput").put("command", command);
        return update;
    }

    private static ObjectNode chunk(String kind, String words) {
        ObjectNode update = JSON.createObjectNode().put("sessionUpdate", kind);
        update.putObject("content").put("type", "text").put("text", words);
        return update;
    }

    private void say(String session, String words) {
        update(session, chunk("agent_message_chunk", words));
    }

    private void update(String session, ObjectNode update) {
        ObjectNode message = JSON.createObjectNode().put("method", "session/update");
        message.putObject("params").put("sessionId", session).set("update", update);
        send(message);
    }

    private JsonNode ask(String method, ObjectNode params) throws InterruptedException {
        int id = ids.incrementAndGet();
        SynchronousQueue<JsonNode> answer = new SynchronousQueue<>();
        asked.put(id, answer);
        send(JSON.createObjectNode().put("id", id).put("method", method).set("params", params));
        return answer.take();
    }

    private void error(JsonNode message, int code, String words) {
        ObjectNode reply = JSON.createObjectNode();
        reply.set("id", message.get("id"));
        reply.putObject("error").put("code", code).put("message", words);
        send(reply);
    }

    private void send(JsonNode message) {
        synchronized (out) {
            out.println(((ObjectNode) message).put("jsonrpc", "2.0"));
        }
    }
}
