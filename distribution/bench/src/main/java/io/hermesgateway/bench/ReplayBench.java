package io.hermesgateway.bench;

import com.sun.management.OperatingSystemMXBean;
import io.hermesgateway.core.journal.FileJournal;
import io.hermesgateway.core.journal.Options;
import io.hermesgateway.core.ledger.FactCodec;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a start costs after a busy life: a journal of a million records of real conversations (each message: seen,
 * accepted, turn started, turn ended, delivery queued, attempted, sent) read back into the state of the kernel, and what
 * 100,000 pending approvals take in memory there.
 *
 * <p>Arguments: {@code [folder] [records]}.
 */
public final class ReplayBench {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int APPROVALS = 100_000;

    private final FactCodec codec = new FactCodec();

    private ReplayBench() {}

    public static void main(String[] args) throws IOException {
        Path parent = args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.io.tmpdir"));
        int records = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        ReplayBench bench = new ReplayBench();
        bench.replay(Files.createTempDirectory(parent, "replay"), records);
        bench.memory(Files.createTempDirectory(parent, "approvals"));
    }

    private static FileJournal open(Path folder) {
        return FileJournal.open(folder, InstantSource.system(), Options.standard(task -> {
            Thread thread = new Thread(task, "journal");
            thread.setDaemon(true);
            return thread;
        }));
    }

    private void replay(Path folder, int records) {
        try (FileJournal journal = open(folder)) {
            List<Fact> batch = new ArrayList<>();
            for (int written = 0, n = 0; written < records; n++) {
                batch.addAll(conversation(n));
                if (batch.size() >= 5_000) {
                    written += batch.size();
                    append(journal, batch);
                    batch.clear();
                }
            }
        }
        for (int round = 0; round < 3; round++) {
            long before = System.nanoTime();
            long cpuBefore = cpu();
            try (FileJournal journal = open(folder);
                    Ledger ledger = new Ledger(journal, InstantSource.system())) {
                double seconds = (System.nanoTime() - before) / 1e9;
                say(
                        "{\"what\":\"start after a busy life\",\"records\":%d,\"seconds\":%.2f,\"cpu_seconds\":%.2f,\"met\":%b}",
                        ledger.applied().value(), seconds, (cpu() - cpuBefore) / 1e9, seconds <= 5);
            }
        }
    }

    private void memory(Path folder) {
        try (FileJournal journal = open(folder)) {
            long empty = used();
            List<Fact> batch = new ArrayList<>();
            for (int n = 0; n < APPROVALS; n++) {
                batch.add(new Fact.ApprovalAsked(approval(n), true));
                if (batch.size() == 1_000) {
                    append(journal, batch);
                    batch.clear();
                }
            }
            try (Ledger ledger = new Ledger(journal, InstantSource.system())) {
                double megabytes = (used() - empty) / 1e6;
                say(
                        "{\"what\":\"pending approvals\",\"count\":%d,\"heap_mb\":%.1f,\"met\":%b}",
                        ledger.read(State::sizes).getOrDefault("approvals", 0L), megabytes, megabytes <= 100);
            }
        }
    }

    private void append(FileJournal journal, List<Fact> facts) {
        List<JournalRecord> encoded =
                facts.stream().map(fact -> codec.encode(fact, AT)).toList();
        journal.append(encoded, List.of());
    }

    private static List<Fact> conversation(int n) {
        Conversation place = Conversation.dm("example", "chat-" + n % 5_000);
        String turn = "%032x".formatted(n);
        String session = "20260101_000000_%08x".formatted(n % 5_000);
        MessageKey key = new MessageKey("example", place.chatId(), "message-" + n);
        Sender ann = Sender.of("example", "user-" + n % 5_000, "Ann");
        InboundMessage message = new InboundMessage(
                key, place, ann, "What is the weather like today in Hangzhou?", List.of(), null, AT, Map.of());
        String answer = "Mild and a little cloudy, " + n + " degrees in the imagination of this benchmark.";
        Delivery delivery = new Delivery(
                "%032x".formatted(n + 1_000_000_000L),
                place,
                new Body.Text(answer),
                turn,
                key.messageId(),
                Map.of(),
                1,
                AT);
        List<TranscriptLine> lines = List.of(
                new TranscriptLine("user", message.text(), null, turn, AT),
                new TranscriptLine("assistant", answer, null, turn, AT));
        return List.of(
                new Fact.MessageSeen(key),
                new Fact.MessageAccepted(message, place, session, turn),
                new Fact.TurnStarted(turn, 1),
                new Fact.TurnEnded(turn, session, place, "answered", answer, lines, TurnOutcome.Usage.NONE),
                new Fact.DeliveryQueued(delivery),
                new Fact.DeliveryAttempted(delivery.id(), 1),
                new Fact.DeliverySettled(delivery.id(), DeliveryState.SENT, "m" + n, "", null));
    }

    private static Approval approval(int n) {
        Conversation place = Conversation.dm("example", "chat-" + n);
        Question question = new Question(
                "terminal",
                "rm -rf /srv/data/of/customer/" + n,
                "%032x".formatted(n),
                List.of(Reason.of("delete in root path", "It deletes files by an absolute path.")),
                List.of(Choice.values()));
        return new Approval(
                "%032x".formatted(n),
                Integer.toString(n + 50_000_000, 32),
                place,
                Sender.of("example", "user-" + n, "Ann"),
                question,
                "20260101_000000_%08x".formatted(n),
                "%032x".formatted(n + 7_000_000),
                List.of("run-0"),
                AT,
                null,
                null);
    }

    /** CPU time of the whole process: it says more than the clock where neighbours are busy. */
    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long used() {
        Runtime heap = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return heap.totalMemory() - heap.freeMemory();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
