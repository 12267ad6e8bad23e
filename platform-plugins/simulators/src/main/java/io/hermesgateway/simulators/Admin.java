package io.hermesgateway.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * {@code /_sim}: the clock, the knobs, the transcript, the actions and the pages. Whoever may open a page on this machine may
 * use it, other sites in a browser may not: the host must be this machine, and only JSON is taken.
 */
final class Admin {
    private static final Pattern HERE = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final long LONGEST_WAIT = 60_000;

    private final Simulation simulation;
    private final Pages pages = new Pages();
    private final Map<String, Simulation.Action> actions = new ConcurrentHashMap<>();

    Admin(Simulation simulation) {
        this.simulation = simulation;
        simulation.server().handle("/_sim", this::guarded);
        offer("clock", this::wind);
        offer("knobs", this::turn);
        offer("tls", this::secure);
    }

    void offer(String path, Simulation.Action action) {
        actions.put(path, action);
    }

    JsonNode run(String path, JsonNode request) {
        Simulation.Action action = actions.get(path);
        if (action == null) {
            throw new IllegalArgumentException("there is no action " + path);
        }
        return action.run(request);
    }

    private void guarded(SimCall call) throws IOException {
        String path = call.path().substring("/_sim".length()).replaceFirst("^/", "");
        if (!HERE.matcher(call.header("Host")).matches()) {
            call.reply(error(403, "this page is for this machine only"));
        } else if (call.method().equals("POST")) {
            post(call, path);
        } else {
            get(call, path);
        }
    }

    private void post(SimCall call, String path) {
        Simulation.Action action = actions.get(path);
        JsonNode request = call.body().length == 0 ? Json.object() : call.json();
        if (action == null) {
            call.reply(error(404, "there is no action " + path + "; there are " + actions.keySet()));
        } else if (!call.header("Content-Type").startsWith("application/json") || !request.isObject()) {
            call.reply(error(415, "a JSON object is needed"));
        } else {
            call.reply(run(action, request));
        }
    }

    private static SimReply run(Simulation.Action action, JsonNode request) {
        try {
            return SimReply.json(200, action.run(request));
        } catch (IllegalArgumentException wrong) {
            return error(400, String.valueOf(wrong.getMessage()));
        }
    }

    private void get(SimCall call, String path) throws IOException {
        switch (path) {
            case "about" -> call.reply(SimReply.json(200, about()));
            case "clock" -> call.reply(SimReply.json(200, now()));
            case "knobs" -> call.reply(SimReply.json(200, knobs()));
            case "transcript" -> transcript(call);
            default -> call.reply(pages.get(call.path()));
        }
    }

    private static SimReply error(int status, String message) {
        return SimReply.json(status, Json.object().put("message", message));
    }

    private JsonNode about() {
        ArrayNode all = Json.array();
        for (Simulator simulator : simulation.simulators()) {
            ObjectNode one = all.addObject().put("id", simulator.id());
            simulator.title().forEach(one.putObject("title")::put);
            simulator.config().forEach(one.putArray("config")::add);
            simulator.environment().forEach(one.putArray("environment")::add);
        }
        return Json.object().put("url", simulation.server().url()).set("simulators", all);
    }

    private ObjectNode now() {
        return Json.object().put("now", simulation.clock().instant().toString());
    }

    private JsonNode wind(JsonNode request) {
        simulation.clock().jump(Duration.ofMillis(request.path("jump_ms").asLong()));
        simulation.clock().advance(Duration.ofMillis(request.path("advance_ms").asLong()));
        return now();
    }

    /** Opens a TLS port, once for each request; {@code names} are host names that the certificate is to have. */
    private JsonNode secure(JsonNode request) {
        List<String> names = new ArrayList<>();
        request.path("names").forEach(name -> names.add(name.asText()));
        if (!names.stream().allMatch(name -> HOST.matcher(name).matches())) {
            throw new IllegalArgumentException("names are host names");
        }
        try {
            ThrowAwayKeys keys = ThrowAwayKeys.make(names, simulation.hex(8));
            int port = simulation.server().startTls(keys);
            return Json.object()
                    .put("port", port)
                    .put("url", "https://localhost:" + port)
                    .put("certificate", keys.pem());
        } catch (IOException broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }

    private ObjectNode knobs() {
        ObjectNode all = Json.object();
        simulation.knobs().all().forEach((name, knob) -> all.putObject(name)
                .put("value", knob.value())
                .put("usual", knob.usual())
                .put("about", knob.about()));
        return all;
    }

    private JsonNode turn(JsonNode request) {
        request.properties().forEach(field -> {
            if (field.getKey().equals("reset")) {
                simulation.knobs().reset(field.getValue().asText());
            } else {
                simulation.knobs().set(field.getKey(), field.getValue().asText());
            }
        });
        return knobs();
    }

    private void transcript(SimCall call) {
        long since = number(call.query("since"));
        long wait = Math.min(LONGEST_WAIT, number(call.query("wait")));
        Predicate<Transcript.Entry> wanted = entry -> fits(call.query("platform"), entry.platform())
                && fits(call.query("conversation"), entry.conversation());
        if (wait <= 0) {
            call.reply(entries(simulation.transcript().list(since, wanted)));
            return;
        }
        CompletableFuture<List<Transcript.Entry>> found =
                simulation.transcript().after(since, wanted);
        CompletableFuture<Void> unused = found.completeOnTimeout(List.of(), wait, TimeUnit.MILLISECONDS)
                .thenAccept(list -> call.reply(entries(list)));
    }

    private static boolean fits(String wanted, String there) {
        return wanted.isEmpty() || wanted.equals(there);
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static SimReply entries(List<Transcript.Entry> list) {
        ArrayNode all = Json.array();
        list.forEach(entry -> all.add(entry.json()));
        return SimReply.json(200, Json.object().set("entries", all));
    }
}
