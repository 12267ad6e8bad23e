package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.plugin.Tasks;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notes from many threads, dealt with by one task at a time: first all notes that lie there, then the work they ask
 * for. So what the notes touch needs no lock, and many notes cost one round of work.
 */
final class Desktop {
    private final Tasks tasks;
    private final Runnable work;
    private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unread = new AtomicInteger();

    Desktop(Tasks tasks, Runnable work) {
        this.tasks = tasks;
        this.work = work;
    }

    void put(Runnable note) {
        notes.add(note);
        if (unread.getAndIncrement() == 0) {
            tasks.run("outbox", this::read);
        }
    }

    private void read() {
        int taken = unread.get();
        try {
            for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
                note.run();
            }
            work.run();
        } finally {
            if (unread.addAndGet(-taken) > 0) {
                tasks.run("outbox", this::read);
            }
        }
    }
}
