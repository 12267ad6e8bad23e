package io.hermesgateway.qqbot.inbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.link.Event;
import io.hermesgateway.qqbot.link.Progress;
import io.hermesgateway.qqbot.link.Session;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.platform.PlatformContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes events in. The thread of the socket only lines them up. Messages are accepted in batches, each with the number
 * up to which everything is then safe, in one append; what is not safe is not counted, so QQ tells it again after a
 * reconnect. Messages of one chat keep their order, also when one of them waits for its files.
 */
public final class Admissions implements Progress {
    /** Under this name the kernel keeps the session and how far it was taken in. */
    public static final String SESSION = "session";

    private static final int BATCH = 512;
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofSeconds(60);

    private final PlatformContext context;
    private final Decoder decoder;
    private final Others others;
    private final Downloads downloads;
    private final Deque<Entry> line = new ArrayDeque<>();
    private @Nullable Session session;
    private long committed;
    private boolean working;
    private boolean saving;
    private long savedSeq = -1;
    private Instant savedAt = Instant.EPOCH;

    /** What is not a message. */
    public interface Others {
        /** Somebody wrote here: it may be answered. */
        void wrote(Place place, String messageId);

        void opening(Place place, String eventId);

        /** On a thread of its own; returns when the outcome is durable. */
        void pressed(Click click);

        void audited(Reading.Audited audited);
    }

    private static final class Entry {
        private final Event event;
        private final @Nullable Place place;
        private @Nullable InboundMessage message;
        private boolean taken;
        private boolean done;

        Entry(Event event, @Nullable Place place) {
            this.event = event;
            this.place = place;
        }
    }

    private record Batch(List<Entry> entries, @Nullable String cursor) {
        List<InboundMessage> messages() {
            List<InboundMessage> messages = new ArrayList<>();
            for (Entry entry : entries) {
                if (entry.message != null) {
                    messages.add(entry.message);
                }
            }
            return messages;
        }
    }

    public Admissions(PlatformContext context, Decoder decoder, Downloads downloads, Others others) {
        this.context = context;
        this.decoder = decoder;
        this.downloads = downloads;
        this.others = others;
    }

    @Override
    public synchronized void begin(Session fresh, long seq) {
        session = fresh;
        savedSeq = -1;
        committed = seq;
        save(Duration.ZERO);
    }

    @Override
    public synchronized long committed() {
        return committed;
    }

    @Override
    public synchronized void alive() {
        if (savedAt.plus(FRESH).isBefore(context.clock().instant())) {
            save(Duration.ZERO);
        }
    }

    @Override
    public void event(Event event) {
        Reading reading = decoder.read(event);
        if (reading instanceof Reading.Message said) {
            others.wrote(said.place(), said.message().key().messageId());
            message(event, said);
        } else if (reading instanceof Reading.Pressed pressed) {
            Entry entry = add(new Entry(event, null));
            context.tasks().run("qqbot click", () -> {
                others.pressed(pressed.click());
                done(entry);
            });
        } else {
            if (reading instanceof Reading.Opening opening) {
                others.opening(opening.place(), event.id());
            } else if (reading instanceof Reading.Audited audited) {
                context.tasks().run("qqbot audit", () -> others.audited(audited));
            }
            done(add(new Entry(event, null)));
        }
    }

    private void message(Event event, Reading.Message said) {
        Entry entry = new Entry(event, said.place());
        if (said.attached().isEmpty()) {
            entry.message = said.message();
            add(entry);
            work();
            return;
        }
        add(entry);
        context.tasks().run("qqbot download", () -> {
            InboundMessage whole = downloads.fetch(said);
            synchronized (this) {
                entry.message = whole;
            }
            work();
        });
    }

    private synchronized Entry add(Entry entry) {
        line.addLast(entry);
        return entry;
    }

    private synchronized void done(Entry entry) {
        entry.done = true;
        advance();
    }

    /** Drops the part of the line that is safe, and counts it. */
    private void advance() {
        long before = committed;
        while (!line.isEmpty() && line.getFirst().done) {
            Event event = line.removeFirst().event;
            if (event.session().equals(session)) {
                committed = Math.max(committed, event.seq());
            }
        }
        if (committed != before) {
            save(BREATH);
        }
    }

    private synchronized void work() {
        if (!working) {
            working = true;
            context.tasks().run("qqbot inbox", this::takeIn);
        }
    }

    private void takeIn() {
        for (Batch batch = next(); batch != null; batch = next()) {
            List<Accepted> results = batch.cursor() == null
                    ? context.acceptAll(batch.messages(), null, null)
                    : context.acceptAll(batch.messages(), SESSION, batch.cursor());
            if (!settle(batch, results)) {
                context.tasks().after(BREATH, "qqbot inbox", this::takeIn);
                return;
            }
        }
    }

    /** What can be taken in now; null, and nobody works any more, when there is nothing. */
    private synchronized @Nullable Batch next() {
        List<Entry> batch = new ArrayList<>();
        Set<Place> waiting = new HashSet<>();
        for (Entry entry : line) {
            if (entry.done || entry.place == null) {
                continue;
            }
            if (entry.taken || entry.message == null || waiting.contains(entry.place)) {
                waiting.add(entry.place);
            } else {
                batch.add(entry);
            }
            if (batch.size() == BATCH) {
                break;
            }
        }
        if (batch.isEmpty()) {
            working = false;
            return null;
        }
        batch.forEach(entry -> entry.taken = true);
        return new Batch(batch, cursorAfter());
    }

    private @Nullable String cursorAfter() {
        Session now = session;
        long seq = committed;
        for (Entry entry : line) {
            if (!entry.done && !entry.taken) {
                break;
            }
            seq = entry.event.session().equals(now) ? Math.max(seq, entry.event.seq()) : seq;
        }
        return now == null ? null : now.text(seq, context.clock().instant());
    }

    private synchronized boolean settle(Batch batch, List<Accepted> results) {
        boolean all = true;
        for (int i = 0; i < batch.entries().size(); i++) {
            boolean safe = results.get(i).acknowledge();
            batch.entries().get(i).done = safe;
            batch.entries().get(i).taken = safe;
            all &= safe;
        }
        long before = committed;
        advance();
        if (all && committed != before) {
            savedSeq = committed;
            savedAt = context.clock().instant();
        }
        return all;
    }

    private synchronized void save(Duration pause) {
        if (!saving) {
            saving = true;
            context.tasks().after(pause, "qqbot session", this::keep);
        }
    }

    private void keep() {
        String text;
        long seq;
        synchronized (this) {
            saving = false;
            seq = committed;
            Session now = session;
            Instant at = context.clock().instant();
            boolean stale = savedAt.plus(FRESH).isBefore(at);
            if (now == null || (seq == savedSeq && !stale)) {
                return;
            }
            text = now.text(seq, at);
            savedSeq = seq;
            savedAt = at;
        }
        if (!context.saveCursor(SESSION, text)) {
            synchronized (this) {
                savedSeq = -1;
                save(BREATH);
            }
        }
    }
}
