package io.hermesgateway.itest.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** One connection of an adapter to the far side. */
final class Link {
    private static final Map<String, Set<String>> LINES = Map.of(
            "hello", Set.of("hello"),
            "ack", Set.of("ack"),
            "clicked", Set.of("clicked", "words"),
            "send", Set.of("send"));
    private static final Set<String> SEND =
            Set.of("id", "chat", "text", "file", "approval", "code", "choices", "state", "edit");

    private final FarSide far;
    private final Socket socket;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> answering = ConcurrentHashMap.newKeySet();
    private volatile String account = "";
    private String torn = "";

    Link(FarSide far, Socket socket) {
        this.far = far;
        this.socket = socket;
    }

    String account() {
        return account;
    }

    void serve() {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                read(line);
            }
        } catch (IOException broken) {
            cut();
        } finally {
            far.left(this);
        }
    }

    private void read(String text) {
        if (!torn.isEmpty()) {
            far.complain("a line that is no JSON: " + torn);
        }
        JsonNode line;
        try {
            line = json.readTree(text);
        } catch (JsonProcessingException broken) {
            // The last line of a process that was killed may be cut anywhere; it was never said.
            torn = text;
            return;
        }
        String kind = LINES.keySet().stream().filter(line::has).findFirst().orElse("");
        if (kind.isEmpty() || !LINES.getOrDefault(kind, Set.of()).containsAll(names(line))) {
            far.complain("a line that the protocol does not know: " + text);
        } else if (account.isEmpty() != kind.equals("hello")) {
            far.complain("hello comes first and once: " + text);
        } else {
            take(kind, line);
        }
    }

    private void take(String kind, JsonNode line) {
        switch (kind) {
            case "hello" -> {
                account = line.get("hello").asText();
                far.arrived(this);
            }
            case "ack" -> far.took(this, line.get("ack").asText(), "");
            case "clicked" ->
                far.took(this, line.get("clicked").asText(), line.path("words").asText());
            default -> {
                Set<String> unknown = names(line.get("send"));
                unknown.removeAll(SEND);
                if (!unknown.isEmpty()) {
                    far.complain("a message with unknown fields " + unknown);
                }
                far.sends(this, line.get("send"));
            }
        }
    }

    /** False when a message to this chat has not been answered yet: order is the sender's affair. */
    boolean begins(String chat) {
        return answering.add(chat);
    }

    void ends(String chat) {
        answering.remove(chat);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** False when nobody is there to read it. */
    boolean write(JsonNode line) {
        try {
            synchronized (this) {
                socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return true;
        } catch (IOException gone) {
            cut();
            return false;
        }
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException failed) {
            far.complain("a socket that cannot be closed: " + failed.getMessage());
        }
    }
}
