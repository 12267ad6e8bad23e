package io.hermesgateway.testkit;

import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Control calls over rows that a test sets; what was asked for is written down as {@code action about by}. */
public final class FakeControl implements GatewayControl {
    private final List<Rows.Plugin> plugins = new CopyOnWriteArrayList<>();
    private final List<Rows.Platform> platforms = new CopyOnWriteArrayList<>();
    private final List<Rows.ApprovalRow> approvals = new CopyOnWriteArrayList<>();
    private final List<Rows.DeliveryRow> deliveries = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile Rows.Status status = healthy();
    private final Queue<List<Rows.Component>> coming = new ConcurrentLinkedQueue<>();
    private volatile Rows.SendRow sent = new Rows.SendRow("d1", "sent", "m1", "");
    private volatile Duration waited = Duration.ZERO;
    private volatile AnswerResult answer = new AnswerResult.Unknown("there is no such approval");

    public static Rows.Status healthy() {
        return new Rows.Status(
                "0.1.0",
                4711,
                60,
                "running",
                List.of(new Rows.Component("journal", "ok", "")),
                Map.of("turns", 0L, "approvals", 0L, "deliveries", 0L),
                new Rows.Gauge(40, 1024),
                new Rows.HeapGauge(20_000_000, 256_000_000),
                new Rows.ConfigState("ok", null));
    }

    public static Rows.Plugin plugin(String id, String state) {
        return new Rows.Plugin(
                id, "0.1.0", "bundle", "bundles", "running", state, "", "2026-01-01T00:00:00Z", 0, 1, 10, 1);
    }

    public static Rows.Platform platform(String id, String state, String detail) {
        return new Rows.Platform(id, "platform-" + id, "running", state, detail, null, null, 1, 0);
    }

    /** Somebody wants to run a command. */
    public static Rows.ApprovalRow approvalRow(String id, String code, String state, String command) {
        Rows.Person ann = new Rows.Person("telegram", "1", "Ann");
        Rows.Place here = new Rows.Place("agent:main:telegram:dm:1", "telegram", "dm", "1", null);
        return new Rows.ApprovalRow(
                id,
                code,
                state,
                "telegram",
                here,
                ann,
                "terminal",
                command,
                List.of("deletes files"),
                List.of("once", "session", "always", "deny"),
                "2026-01-01T00:00:00Z",
                null,
                null,
                null,
                null,
                null);
    }

    public static Rows.DeliveryRow deliveryRow(String id, String state) {
        Rows.Place here = new Rows.Place("agent:main:telegram:dm:1", "telegram", "dm", "1", null);
        return new Rows.DeliveryRow(
                id, "telegram", here, state, 3, "hello", null, "refused", "2026-01-01T00:00:00Z", null);
    }

    public FakeControl plugins(Rows.Plugin... rows) {
        plugins.addAll(List.of(rows));
        return this;
    }

    public FakeControl platforms(Rows.Platform... rows) {
        platforms.addAll(List.of(rows));
        return this;
    }

    public FakeControl approvals(Rows.ApprovalRow... rows) {
        approvals.addAll(List.of(rows));
        return this;
    }

    public FakeControl noApprovals() {
        approvals.clear();
        return this;
    }

    public FakeControl deliveries(Rows.DeliveryRow... rows) {
        deliveries.addAll(List.of(rows));
        return this;
    }

    /** The parts of the gateway as the next status has them, and the one after that and so on; the last ones stay. */
    public FakeControl components(List<Rows.Component> next) {
        coming.add(next);
        return this;
    }

    private Rows.Status with(List<Rows.Component> components) {
        Rows.Status now = status;
        return new Rows.Status(
                now.version(),
                now.pid(),
                now.uptimeS(),
                now.state(),
                components,
                now.queues(),
                now.fds(),
                now.heap(),
                now.config());
    }

    public FakeControl status(Rows.Status now) {
        status = now;
        return this;
    }

    /** What the next sends come to. */
    public FakeControl sending(Rows.SendRow row) {
        sent = row;
        return this;
    }

    /** What the next answers come to. */
    public FakeControl answering(AnswerResult result) {
        answer = result;
        return this;
    }

    /** What was asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Tells whoever watches. */
    public void happen(Rows.Event event) {
        watchers.forEach(watcher -> watcher.onEvent(event));
    }

    public int watching() {
        return watchers.size();
    }

    private void note(Caller caller, String action, String about) {
        asked.add(action + " " + about + " by " + caller.name());
    }

    private static GatewayException unknown(String what) {
        return new GatewayException(KernelError.NOT_FOUND, "there is no " + what);
    }

    @Override
    public Rows.Status status() {
        List<Rows.Component> next = coming.poll();
        status = next == null ? status : with(next);
        return status;
    }

    @Override
    public List<Rows.Plugin> plugins() {
        return List.copyOf(plugins);
    }

    @Override
    public Rows.Plugin plugin(Caller caller, String id, String action) {
        note(caller, "plugins." + action, id);
        return plugins.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown("plugin " + id));
    }

    @Override
    public Rows.Plugin install(Caller caller, Path jar) {
        note(caller, "plugins.install", jar.toString());
        return plugin("installed", "running");
    }

    @Override
    public void remove(Caller caller, String pluginId) {
        note(caller, "plugins.remove", pluginId);
    }

    @Override
    public List<Rows.Platform> platforms() {
        return List.copyOf(platforms);
    }

    @Override
    public Rows.Platform platform(Caller caller, String id, String action) {
        note(caller, "platforms." + action, id);
        return platforms.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown("platform " + id));
    }

    @Override
    public List<Rows.ApprovalRow> approvals(@Nullable String state) {
        return approvals.stream()
                .filter(row -> state == null || row.state().equals(state))
                .toList();
    }

    @Override
    public AnswerResult answer(Caller caller, String approvalId, Choice choice, @Nullable String reason) {
        note(caller, "approvals." + choice.word(), approvalId + (reason == null ? "" : " (" + reason + ")"));
        return answer;
    }

    @Override
    public Rows.@Nullable ApprovalRow approval(String id) {
        return approvals.stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
    }

    @Override
    public List<Rows.DeliveryRow> deliveries(@Nullable String state) {
        return deliveries.stream()
                .filter(row -> state == null || row.state().equals(state))
                .toList();
    }

    @Override
    public Rows.DeliveryRow retry(Caller caller, String deliveryId) {
        note(caller, "deliveries.retry", deliveryId);
        return new ArrayList<>(deliveries)
                .stream()
                        .filter(row -> row.id().equals(deliveryId))
                        .findFirst()
                        .orElseThrow(() -> unknown("dead letter " + deliveryId));
    }

    @Override
    public Rows.SendRow send(Caller caller, String target, String text, Duration wait) {
        note(caller, "send", target + " " + text);
        waited = wait;
        return sent;
    }

    /** How long the last message was to be waited for. */
    public Duration waited() {
        return waited;
    }

    @Override
    public Rows.Backup backup(Caller caller, @Nullable Path target) {
        note(caller, "backup", String.valueOf(target));
        return new Rows.Backup(String.valueOf(target), "sqlite", 1, "2026-01-01T00:00:00Z");
    }

    @Override
    public List<Rows.Backup> backups() {
        return List.of();
    }

    @Override
    public Rows.Backup restore(Caller caller, Path backup) {
        note(caller, "restore", backup.toString());
        return new Rows.Backup(backup.toString(), "sqlite", 1, "2026-01-01T00:00:00Z");
    }

    @Override
    public void shutDown(Caller caller, String how) {
        note(caller, "gateway." + how, "");
    }

    @Override
    public Registration watch(long afterId, Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
