package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.plugin.PluginContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of the agent: as few as do, at most as many as allowed; a session stays with its process. */
final class Pool {
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final ObjectMapper json;
    private final PluginContext context;
    private final List<Child> children = new ArrayList<>();
    private final Map<String, Child> bySession = new HashMap<>();
    private final Map<Child, Instant> used = new HashMap<>();
    private List<String> command = List.of();
    private boolean closed;

    Pool(ObjectMapper json, PluginContext context) {
        this.json = json;
        this.context = context;
    }

    /** The process for this session of the gateway. Starting one may take its time; others wait for it. */
    synchronized Child child(String session, AcpSettings settings, Path folder) throws Trouble {
        if (closed) {
            throw new Trouble("stopped", "");
        }
        if (settings.command().isEmpty()) {
            throw new Trouble("no-command", "");
        }
        forgetTheDead(settings.command());
        Child chosen = chosen(session, settings, folder);
        bySession.put(session, chosen);
        used.put(chosen, context.clock().instant());
        return chosen;
    }

    private Child chosen(String session, AcpSettings settings, Path folder) throws Trouble {
        Child before = bySession.get(session);
        if (before != null) {
            return before;
        }
        Optional<Child> idle = children.stream().filter(child -> !child.busy()).findFirst();
        if (idle.isPresent()) {
            return idle.get();
        }
        if (children.size() >= settings.mostChildren()) {
            return children.stream().min(Comparator.comparing(this::load)).orElseThrow();
        }
        Child fresh = Child.start(json, settings, folder, context.tasks());
        children.add(fresh);
        return fresh;
    }

    private long load(Child child) {
        return bySession.values().stream().filter(one -> one == child).count();
    }

    /** A changed command means another agent: the old processes end when nobody uses them any more. */
    private void forgetTheDead(List<String> wanted) {
        if (!command.equals(wanted)) {
            children.stream().filter(child -> !child.busy()).forEach(Child::close);
            children.clear();
            bySession.clear();
            command = List.copyOf(wanted);
        }
        children.removeIf(child -> !child.alive());
        used.keySet().retainAll(children);
        bySession.values().removeIf(child -> !child.alive());
    }

    /** Ends the processes that nobody has used for a while; their sessions are taken up again when they are wanted. */
    synchronized void endIdle() {
        Instant then = context.clock().instant().minus(IDLE);
        for (Child child : List.copyOf(children)) {
            if (!child.busy() && used.getOrDefault(child, Instant.EPOCH).isBefore(then)) {
                child.close();
                children.remove(child);
                used.remove(child);
                bySession.values().removeIf(one -> one == child);
            }
        }
    }

    synchronized void close() {
        closed = true;
        children.forEach(Child::close);
        children.clear();
        bySession.clear();
    }
}
