package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.weixin.media.Downloads;
import io.hermesgateway.weixin.outbound.Windows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands what a poll brought to the kernel: first the window that each message opens, then the messages, and with the
 * last of them the cursor. Files are fetched beside; only later messages of the same person wait for them, and commands
 * not even then. The cursor follows when everything before it is durable.
 */
public final class Intake {
    private static final int UNFINISHED_MOST = 8;

    private final PlatformContext context;
    private final Windows windows;
    private final Downloads downloads;
    private final MessageBook book;
    private final Decoder decoder;
    private final Quarantine quarantine;
    private final Handover handover;
    private final Answers answers;
    private final String cursorName;
    private final Deque<Batch> unfinished = new ArrayDeque<>();
    private final Map<String, CompletableFuture<@Nullable Void>> fetching = new HashMap<>();
    private boolean refused;

    public Intake(
            PlatformContext context,
            String bot,
            Windows windows,
            Downloads downloads,
            MessageBook book,
            Answers answers) {
        this.context = context;
        this.windows = windows;
        this.downloads = downloads;
        this.book = book;
        this.decoder = new Decoder(bot, book);
        this.quarantine = new Quarantine(context.home().resolve("quarantine"), context.platformId(), context.clock());
        this.answers = answers;
        this.cursorName = "get_updates_buf/" + bot;
        this.handover = new Handover(context, quarantine, cursorName);
    }

    /** Understands short answers to a question that is open. */
    public interface Answers {
        /** The command that is meant; empty when the words are just words. */
        Optional<String> command(String user, String words);
    }

    /** What one poll brought and is not yet all accepted. */
    private static final class Batch {
        private final String cursor;
        private int open;

        Batch(String cursor, int open) {
            this.cursor = cursor;
            this.open = open;
        }
    }

    /** The last cursor behind which everything is durable. */
    public String cursor() {
        return context.cursor(cursorName).orElse("");
    }

    /** Notes a cursor that brought nothing. */
    boolean moveTo(String cursor) {
        synchronized (this) {
            if (!unfinished.isEmpty()) {
                return true;
            }
        }
        return handover.moveTo(cursor);
    }

    /** Whether so much waits for files that the next poll should wait too. */
    synchronized boolean full() {
        return unfinished.size() >= UNFINISHED_MOST;
    }

    /** Whether something could not be accepted; then the durable cursor holds again, and this begins anew. */
    synchronized boolean rewinds() {
        boolean must = refused;
        if (must) {
            refused = false;
            unfinished.clear();
        }
        return must;
    }

    /** Takes a batch. When the journal takes nothing, {@link #rewinds} says so afterwards. */
    void take(JsonNode messages, String cursor) {
        List<Received> received = read(messages);
        for (Received one : received) {
            if (!windows.heard(one.user(), one.token(), one.written())) {
                refuse();
                return;
            }
            book.keep(one.id(), one.own());
        }
        List<Received> now = new ArrayList<>();
        List<Received> later = new ArrayList<>();
        Batch batch = sort(received, now, later, cursor);
        if (!handover.give(now, batch == null ? cursor : "")) {
            refuse();
        } else if (batch != null) {
            follow(batch, later);
        }
    }

    private List<Received> read(JsonNode messages) {
        List<Received> received = new ArrayList<>();
        for (JsonNode message : messages) {
            try {
                decoder.read(message)
                        .map(one -> answers.command(one.user(), one.own())
                                .map(one::saying)
                                .orElse(one))
                        .ifPresent(received::add);
            } catch (RuntimeException poison) {
                quarantine.take(message, poison);
            }
        }
        return received;
    }

    private synchronized void refuse() {
        refused = true;
    }

    /** Null when nothing waits, and the cursor can go with the messages. */
    private synchronized @Nullable Batch sort(
            List<Received> received, List<Received> now, List<Received> later, String cursor) {
        for (Received one : received) {
            boolean waits = !one.files().isEmpty()
                    || fetching.containsKey(one.user())
                    || later.stream().anyMatch(before -> before.user().equals(one.user()));
            (waits && !one.isCommand() ? later : now).add(one);
        }
        if (later.isEmpty() && unfinished.isEmpty()) {
            return null;
        }
        Batch batch = new Batch(cursor, later.size() + 1);
        unfinished.add(batch);
        return batch;
    }

    private void follow(Batch batch, List<Received> later) {
        for (Received one : later) {
            CompletableFuture<List<Attachment>> files = files(one);
            synchronized (this) {
                CompletableFuture<@Nullable Void> before =
                        fetching.getOrDefault(one.user(), CompletableFuture.completedFuture(null));
                CompletableFuture<@Nullable Void> accepted = CompletableFuture.allOf(before, files)
                        .handleAsync(
                                (done, broken) -> {
                                    finished(batch, broken == null && handover.give(one, files.join()));
                                    return null;
                                },
                                downloads.files());
                fetching.put(one.user(), accepted);
                var unused = accepted.thenRun(() -> forget(one.user(), accepted));
            }
        }
        finished(batch, true);
    }

    private synchronized void forget(String user, CompletableFuture<@Nullable Void> last) {
        fetching.remove(user, last);
    }

    private synchronized void finished(Batch batch, boolean accepted) {
        refused |= !accepted;
        batch.open--;
        String reached = "";
        while (!refused && !unfinished.isEmpty() && unfinished.getFirst().open == 0) {
            reached = unfinished.removeFirst().cursor;
        }
        if (!reached.isEmpty()) {
            refused |= !handover.moveTo(reached);
        }
    }

    private CompletableFuture<List<Attachment>> files(Received one) {
        String name = one.id().replaceAll("[^A-Za-z0-9]", "_");
        List<CompletableFuture<Optional<Attachment>>> all = new ArrayList<>();
        for (int i = 0; i < one.files().size(); i++) {
            all.add(downloads.fetch(one.files().get(i), name + "-" + i));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        all.stream().flatMap(file -> file.join().stream()).toList());
    }
}
