package io.hermesgateway.core.platform;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.host.Outcome;
import io.hermesgateway.core.host.WantedFile;
import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.core.inbox.InboxBench;
import io.hermesgateway.core.inbox.InboxParts;
import io.hermesgateway.core.inbox.InboxRules;
import io.hermesgateway.core.inbox.Pairing;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.outbox.Outbox;
import io.hermesgateway.core.outbox.OutboxRules;
import io.hermesgateway.core.time.RandomIds;
import io.hermesgateway.core.turn.Sessions;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeRegistry;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.ManualTasks;
import io.hermesgateway.testkit.MemoryJournal;
import io.hermesgateway.testkit.platform.ScriptedPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The accounts of one gateway with a real inbox and a real outbox; the far side is scripted. */
final class PlatformBench {
    final Path home;
    final ManualClock clock = new ManualClock();
    final ManualTasks tasks = new ManualTasks(clock);
    final MemoryJournal journal = new MemoryJournal();
    final Ledger ledger = new Ledger(journal, clock);
    final RandomIds ids = new RandomIds(new Random(5));
    final InboxBench.FakeDesk desk = new InboxBench.FakeDesk();
    final ScriptedPlatform far = new ScriptedPlatform("chat");
    final List<String> changed = new ArrayList<>();
    final Platforms platforms;
    private final Outbox outbox;
    private final Inbox inbox;
    private Configuration configuration;

    PlatformBench(Path home, Path locks, String yaml) {
        this.home = home;
        configuration = read(home, yaml);
        platforms = new Platforms(new PlatformParts(
                home,
                this::configuration,
                ledger,
                this::inbox,
                () -> desk,
                this::outbox,
                new WantedFile(home.resolve("platforms-wanted.json")),
                new BotLocks(locks, home, clock),
                ids,
                clock,
                tasks,
                new Random(5),
                changed::add));
        outbox = new Outbox(ledger, platforms, new Rules(), ids, clock, tasks, new Random(5));
        inbox = new Inbox(new InboxParts(
                ledger,
                new NoLists(),
                new Pairing(home, clock, ids),
                desk,
                new InboxBench.FakeConductor(),
                outbox,
                ids,
                new Sessions(ids, clock),
                new FakeRegistry(),
                platforms));
        outbox.start();
    }

    private Configuration configuration() {
        return configuration;
    }

    private Inbox inbox() {
        return inbox;
    }

    Outbox outbox() {
        return outbox;
    }

    private static Configuration read(Path home, String yaml) {
        try {
            Files.writeString(home.resolve("config.yaml"), yaml);
            return Configuration.load(home, Map.of());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void configure(String yaml) {
        configuration = read(home, yaml);
        platforms.configured();
        tasks.runPending();
    }

    /** A plugin with the scripted platform comes. */
    void load(Plug plugin) {
        var unused = replacedBy(plugin);
    }

    /** The same, with the proof that it works. */
    CompletableFuture<@Nullable Void> replacedBy(Plug plugin) {
        CompletableFuture<@Nullable Void> proof = platforms.opened(plugin, List.of(far));
        tasks.runPending();
        return proof;
    }

    void unload(Plug plugin) {
        platforms.closing(plugin.id());
        plugin.alive = false;
    }

    Rows.Platform row(String id) {
        return platforms.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + id));
    }

    String state(String id) {
        return row(id).state();
    }

    void act(String id, String action) {
        platforms.act(id, action);
        tasks.runPending();
    }

    void pass(Duration time) {
        tasks.advance(time);
    }

    void deliver(String chatId, String text) {
        ledger.commit(state ->
                outbox.compose(state, Conversation.dm("chat", chatId), List.of(new Body.Text(text)), null, null));
        tasks.runPending();
    }

    /** A plugin that runs in the test's own thread. */
    static final class Plug implements Hosted {
        private final String id;
        volatile boolean alive = true;
        int closedScopes;

        Plug(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public Registry registry() {
            return new FakeRegistry();
        }

        @Override
        public Scope tasks() {
            return new Scope(new ManualTasks(new ManualClock()), () -> closedScopes++);
        }

        @Override
        public <T> Outcome<T> call(String what, Duration deadline, Callable<T> work) {
            if (!alive) {
                return new Outcome.NotCalled<>(id + " is stopped");
            }
            try {
                return new Outcome.Done<>(work.call());
            } catch (GatewayException known) {
                return new Outcome.Threw<>(known.code(), String.valueOf(known.getMessage()), "");
            } catch (Exception thrown) {
                return new Outcome.Threw<>(KernelError.PLUGIN_FAILED, String.valueOf(thrown.getMessage()), "");
            }
        }

        @Override
        public void quick(String what, Runnable work) {
            work.run();
        }
    }

    private static final class NoLists implements InboxRules {
        @Override
        public Set<String> allowedUsers() {
            return Set.of();
        }

        @Override
        public boolean allowAllUsers() {
            return false;
        }

        @Override
        public boolean groupSessionsPerUser() {
            return true;
        }

        @Override
        public boolean threadSessionsPerUser() {
            return false;
        }

        @Override
        public Busy busy() {
            return Busy.QUEUE;
        }
    }

    private static final class Rules implements OutboxRules {
        @Override
        public boolean outbound(String platformId) {
            return platformId.startsWith("chat");
        }

        @Override
        public Optional<Conversation> home(String platformId) {
            return Optional.empty();
        }

        @Override
        public Duration approvalTimeout() {
            return Duration.ofHours(1);
        }

        @Override
        public Body.Prompt prompt(Approval approval) {
            return new Body.Prompt(approval, approval.question().command());
        }

        @Override
        public String redact(String text) {
            return text.replace("hunter2", "••••");
        }

        @Override
        public void undeliverable(String approvalId, String why) {
            throw new AssertionError("no prompt is sent in these tests");
        }
    }
}
