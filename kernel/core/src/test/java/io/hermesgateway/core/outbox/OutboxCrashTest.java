package io.hermesgateway.core.outbox;

import static io.hermesgateway.core.outbox.Mailroom.ANN;
import static io.hermesgateway.core.outbox.Mailroom.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.ledger.FactCodec;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.DeliveryState;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.AppendResult;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.JournalHealth;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.JournalStore;
import io.hermesgateway.spi.journal.Leases;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.journal.Precondition;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.testkit.ManualClock;
import io.hermesgateway.testkit.MemoryJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the far side says and whenever the gateway dies: nothing is shown twice, nothing is lost, order is kept. */
class OutboxCrashTest {
    private static final int WORLDS = 150;

    /** The end of the process, at an append: before it is durable, or after it and before anybody learns of it. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Lets a life of the gateway end at its n-th append. */
    private static final class Mortal implements JournalStore {
        private final MemoryJournal journal;
        private final boolean durable;
        private final Random trouble;
        private int left;

        Mortal(MemoryJournal journal, int appends, boolean durable, Random trouble) {
            this.trouble = trouble;
            this.journal = journal;
            this.left = appends;
            this.durable = durable;
        }

        @Override
        public AppendResult append(List<JournalRecord> records, List<Precondition> preconditions) {
            left--;
            if (left < 0) {
                if (left == -1 && durable) {
                    journal.append(records, preconditions);
                }
                throw new Crash();
            }
            if (trouble.nextInt(8) > 0) {
                return journal.append(records, preconditions);
            }
            if (trouble.nextBoolean()) {
                journal.append(records, preconditions);
            }
            return new AppendResult.Unavailable("nobody can tell whether it was written");
        }

        @Override
        public Following follow(Position after, Follower follower) {
            return journal.follow(after, follower);
        }

        @Override
        public Reading read(Position after) {
            return journal.read(after);
        }

        @Override
        public Position droppedUpTo() {
            return journal.droppedUpTo();
        }

        @Override
        public Position end() {
            return journal.end();
        }

        @Override
        public String putBlob(byte[] body) {
            return journal.putBlob(body);
        }

        @Override
        public Optional<byte[]> blob(String name) {
            return journal.blob(name);
        }

        @Override
        public void retain(Position applied, Position backedUp, Duration youngest) {
            journal.retain(applied, backedUp, youngest);
        }

        @Override
        public Leases leases() {
            return journal.leases();
        }

        @Override
        public JournalHealth health() {
            return journal.health();
        }

        @Override
        public void close() {
            journal.close();
        }
    }

    /** Remembers what people see there. It recognises a repeat only when id and route are the same. */
    private static final class FarSide implements Carriers.Carrier {
        final Random random;
        final boolean recognises;
        final List<String> shown = new ArrayList<>();
        final Set<String> doubted = new HashSet<>();
        final Map<String, String> audits = new TreeMap<>();
        private final Set<String> taken = new LinkedHashSet<>();
        boolean kind;

        FarSide(Random random, boolean recognises) {
            this.random = random;
            this.recognises = recognises;
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(1_000, Capabilities.TextUnit.UTF16, 0, false, recognises);
        }

        @Override
        public boolean ready() {
            return kind || random.nextInt(5) > 0;
        }

        @Override
        public int parallelSends() {
            return 2;
        }

        @Override
        public SendResult send(Delivery delivery) {
            String id = delivery.id();
            return switch (kind ? 0 : random.nextInt(9)) {
                case 1 -> new SendResult.Later(Duration.ZERO, "busy");
                case 2 -> new SendResult.Parked("closed");
                case 3 -> {
                    doubted.add(id);
                    yield new SendResult.Uncertain("lost on the way there");
                }
                case 4 -> {
                    doubted.add(id);
                    take(delivery);
                    yield new SendResult.Uncertain("lost on the way back");
                }
                case 5 -> new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, "no");
                case 6 -> {
                    audits.put(id, id);
                    yield new SendResult.InAudit(id);
                }
                default -> {
                    take(delivery);
                    yield new SendResult.Sent("far-" + id);
                }
            };
        }

        void take(Delivery delivery) {
            String identity = delivery.id() + delivery.route();
            if (!recognises || taken.add(identity)) {
                shown.add(delivery.id());
            }
        }
    }

    private static final class World {
        final MemoryJournal journal = new MemoryJournal();
        final ManualClock clock = new ManualClock();
        final FactCodec codec;
        final Random random;
        final FarSide far;
        final Set<String> orphans = new HashSet<>();
        Mailroom room;

        World(long seed, boolean recognises, FactCodec codec) {
            this.codec = codec;
            random = new Random(seed);
            far = new FarSide(random, recognises);
            room = life(100_000);
        }

        Mailroom life(int appends) {
            JournalStore mortal = new Mortal(journal, appends, random.nextBoolean(), random);
            Mailroom born = new Mailroom(mortal, clock, random.nextLong(), codec);
            born.carriers.put("chat", far);
            return born;
        }

        void run() {
            for (int life = 0; life < 12; life++) {
                live(life(1 + random.nextInt(12)), false);
            }
            far.kind = true;
            live(life(100_000), true);
        }

        private void live(Mailroom born, boolean last) {
            room = born;
            try {
                room.started();
                for (int i = 0; i < 6; i++) {
                    something(last);
                }
                room.pass(Duration.ofHours(last ? 48 : 1));
            } catch (Crash crash) {
                orphans.addAll(room.ledger.read(state -> state.deliveries().stream()
                        .filter(d -> d.state() == DeliveryState.SENDING)
                        .map(d -> d.delivery().id())
                        .toList()));
            } finally {
                room.ledger.close();
            }
        }

        private void something(boolean last) {
            Conversation who = random.nextBoolean() ? ANN : BOB;
            switch (last ? 1 : random.nextInt(4)) {
                case 0 -> {
                    List<Fact.DeliveryQueued> facts = room.ledger.read(
                            s -> room.outbox.compose(s, who, List.of(new Body.Text("text")), null, null));
                    room.ledger.commit(state -> facts);
                    room.time.runPending();
                }
                case 1 -> {
                    room.inbound(random.nextBoolean() ? ANN : BOB, "route " + random.nextInt());
                    room.outbox.carrierReady("chat");
                    room.time.runPending();
                }
                case 2 -> far.audits.keySet().stream().findFirst().ifPresent(this::endAudit);
                default -> room.pass(Duration.ofSeconds(random.nextInt(90)));
            }
        }

        private void endAudit(String id) {
            OpenDelivery d = room.find(id);
            far.audits.remove(id);
            if (d != null) {
                far.take(d.delivery());
                far.doubted.add(id);
                room.outbox.settled(id, new SendResult.Sent("far-" + id));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsShownTwiceLostOrOutOfOrder(boolean recognises) {
        int sent = 0;
        FactCodec codec = new FactCodec();
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = new World(seed, recognises, codec);
            world.run();
            sent += check(world, "world " + seed);
        }
        assertTrue(sent > WORLDS, "too little happened: " + sent);
    }

    private static int check(World world, String name) {
        List<String> queued = new ArrayList<>();
        Map<String, DeliveryState> ends = new TreeMap<>();
        Map<String, String> places = new TreeMap<>();
        world.journal.records().forEach(stored -> {
            Fact fact = world.codec.decode(stored.record());
            if (fact instanceof Fact.DeliveryQueued f) {
                queued.add(f.delivery().id());
                places.put(f.delivery().id(), f.delivery().to().key());
                ends.put(f.delivery().id(), DeliveryState.QUEUED);
            } else if (fact instanceof Fact.DeliverySettled f) {
                ends.put(f.deliveryId(), f.state());
            } else if (fact instanceof Fact.DeliveryAttempted f) {
                ends.put(f.deliveryId(), DeliveryState.SENDING);
            }
        });
        List<String> shown = world.far.shown;
        assertEquals(new HashSet<>(shown).size(), shown.size(), () -> name + " showed something twice");
        assertTrue(queued.containsAll(shown), name);
        List<String> certain = new ArrayList<>();
        for (String id : queued) {
            DeliveryState end = ends.get(id);
            Set<DeliveryState> allowed =
                    Set.of(DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.IN_AUDIT);
            assertTrue(allowed.contains(end), () -> name + ": " + id + " hangs as " + end);
            boolean doubt = world.far.doubted.contains(id) || world.orphans.contains(id);
            if (end == DeliveryState.UNCERTAIN) {
                assertTrue(doubt, () -> name + ": " + id + " is uncertain for no reason");
            }
            if (end == DeliveryState.SENT) {
                assertTrue(shown.contains(id), () -> name + ": " + id + " was said to be sent");
            }
            if (end == DeliveryState.FAILED && !doubt) {
                assertFalse(shown.contains(id), () -> name + ": " + id + " was said to have failed");
            }
            if (end == DeliveryState.SENT && !doubt) {
                certain.add(id);
            }
        }
        for (String place : new HashSet<>(places.values())) {
            List<String> here =
                    certain.stream().filter(id -> place.equals(places.get(id))).toList();
            List<String> seen = shown.stream().filter(here::contains).toList();
            assertEquals(here, seen, () -> name + " mixed up the order in " + place);
        }
        return certain.size();
    }
}
