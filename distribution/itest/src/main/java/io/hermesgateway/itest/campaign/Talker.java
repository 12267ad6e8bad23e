package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.Person;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who goes on talking whatever happens, and whose every word must be taken. */
final class Talker {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FarSide far;
    private final Person who;
    private final Thread thread;
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    Talker(FarSide far, Person who) {
        this.far = far;
        this.who = who;
        this.thread = new Thread(this::talk, "talker " + who.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void talk() {
        for (int i = 0; !done; i++) {
            String text = who.name() + " says " + i + " 中文 " + "and so on ".repeat(i % 25 == 0 ? 900 : 4);
            long since = System.nanoTime();
            String id = far.say(who, text);
            if (Await.within(PATIENCE, () -> far.acknowledged(id))) {
                waits.add(System.nanoTime() - since);
                said.add(text.strip());
            } else {
                refused.add(text);
            }
            Await.pause(Duration.ofMillis(150));
        }
    }

    void stop() {
        done = true;
        Await.until("the last word", PATIENCE.multipliedBy(2), () -> !thread.isAlive());
    }

    Figures waits() {
        return Figures.of(List.copyOf(waits));
    }

    int taken() {
        return said.size();
    }

    /** Words that were not taken. */
    List<String> refused() {
        return List.copyOf(refused);
    }
}
