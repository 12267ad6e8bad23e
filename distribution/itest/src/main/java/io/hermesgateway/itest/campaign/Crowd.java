package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.campaign.Errand.Kind;
import io.hermesgateway.itest.world.Await;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.Person;
import io.hermesgateway.itest.world.Reaction;
import io.hermesgateway.itest.world.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** People who talk to the demo agent all the time: each waits for an answer, answers questions, and goes on. */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FarSide far;
    private final String account;
    private final Traces traces;
    private final IntSupplier kills;
    private final List<Errand> errands = new CopyOnWriteArrayList<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final List<Thread> people = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean home;

    /** The count of kills tells the slow ones how long to wait. */
    Crowd(FarSide far, String account, Traces traces, IntSupplier kills) {
        this.far = far;
        this.account = account;
        this.traces = traces;
        this.kills = kills;
    }

    /** A far side that takes its time, and now and then asks for some. */
    static void lifelike(FarSide far, long seed) {
        Random random = new Random(seed);
        far.manners(shown -> {
            synchronized (random) {
                return random.nextInt(50) == 0
                        ? Reaction.later(Duration.ofSeconds(1), "too many messages")
                        : Reaction.showAfter(Duration.ofMillis(random.nextInt(120)));
            }
        });
    }

    void come(int many, long seed) {
        for (int i = 0; i < many; i++) {
            Person who = Person.of(account, "p" + i);
            RandomGenerator random = new Random(seed + i);
            Thread thread = new Thread(() -> live(who, random), who.name());
            thread.setDaemon(true);
            people.add(thread);
            thread.start();
        }
    }

    private void live(Person who, RandomGenerator random) {
        Kind[] kinds = Kind.values();
        while (!home) {
            for (int burst = random.nextInt(4) == 0 ? 3 : 1; burst > 1; burst--) {
                begin(Kind.ECHO, who, random);
            }
            finish(begin(kinds[random.nextInt(kinds.length)], who, random));
            Await.pause(Duration.ofMillis(random.nextInt(200)));
        }
    }

    private Errand begin(Kind kind, Person who, RandomGenerator random) {
        String id = "e" + ids.incrementAndGet() + "-" + Long.toHexString(random.nextLong() & 0xffff);
        Errand errand = new Errand(kind, id, who, far.say(who, traces.words(kind, id, random)));
        errands.add(errand);
        return errand;
    }

    /** Until the answer is there, or for as long as people wait. */
    private void finish(Errand errand) {
        boolean asked = errand.kind().asks()
                && Await.within(PATIENCE, () -> home || question(errand).isPresent());
        if (asked && !home) {
            question(errand).ifPresent(shown -> answer(errand, shown));
        }
        Await.within(
                PATIENCE, () -> home || far.find(one -> answers(one, errand)).isPresent());
    }

    private void answer(Errand errand, Shown question) {
        if (errand.kind().denied()) {
            denied.add(errand.id());
        }
        String approval = String.valueOf(question.approval());
        switch (errand.kind()) {
            case TYPED -> far.say(errand.who(), "/approve " + question.code());
            case DENIED_BY_WORD -> far.say(errand.who(), "/deny " + question.code());
            case DENIED_BY_CLICK -> far.click(errand.who(), approval, "deny");
            case LATE -> {
                int now = kills.getAsInt();
                Await.within(PATIENCE, () -> home || kills.getAsInt() >= now + 2);
                far.click(errand.who(), approval, "once");
            }
            default -> far.click(errand.who(), approval, "once");
        }
    }

    Optional<Shown> question(Errand errand) {
        return far.find(one -> one.asks() && one.text().contains("rubbish/" + errand.id() + ";"));
    }

    static boolean answers(Shown one, Errand errand) {
        return one.state() == null
                && one.edits() == null
                && one.chat().equals(errand.who().chat())
                && one.text().lines().anyMatch(errand.mark()::equals);
    }

    /** Nobody begins anything new. */
    void goHome() {
        home = true;
        people.forEach(person -> Await.until(person.getName() + " to go home", PATIENCE, () -> !person.isAlive()));
    }

    /** Whether the person said no; whoever never saw the question could not. */
    boolean denied(Errand errand) {
        return denied.contains(errand.id());
    }

    List<Errand> errands() {
        return List.copyOf(errands);
    }
}
