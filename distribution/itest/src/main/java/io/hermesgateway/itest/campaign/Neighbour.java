package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Somebody on another platform, who says one thing after the other and expects each back. */
final class Neighbour {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FarSide far;
    private final Person who;
    private final Thread thread;
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final Map<String, String> unanswered = new ConcurrentHashMap<>();
    private volatile boolean done;

    Neighbour(FarSide far, Person who) {
        this.far = far;
        this.who = who;
        this.thread = new Thread(this::talk, "neighbour " + who.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void talk() {
        for (int i = 0; !done; i++) {
            String text = who.name() + " says " + i;
            long since = System.nanoTime();
            String id = far.say(who, text);
            if (Await.within(
                    PATIENCE, () -> far.find(one -> one.text().equals(text)).isPresent())) {
                waits.add(System.nanoTime() - since);
            } else {
                unanswered.put(id, text);
            }
        }
    }

    void stop() {
        done = true;
        Await.until("the last answer", PATIENCE.multipliedBy(2), () -> !thread.isAlive());
    }

    Figures waits() {
        return Figures.of(List.copyOf(waits));
    }

    int talked() {
        return waits.size();
    }

    /** What was not answered exactly once. */
    List<String> failures() {
        List<String> all = new ArrayList<>();
        unanswered.forEach((id, text) -> all.add("not answered: " + text));
        Map<String, Long> times = far.shown(one -> one.chat().equals(who.chat())).stream()
                .collect(Collectors.groupingBy(Shown::text, Collectors.counting()));
        times.forEach((text, count) -> {
            if (count > 1) {
                all.add("answered " + count + " times: " + text);
            }
        });
        return all;
    }
}
