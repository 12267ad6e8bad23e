package io.hermesgateway.core.ledger;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.journal.Fed;
import io.hermesgateway.spi.journal.JournalRecord;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.MessageKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the kernel must know about open work. It changes in one way only: {@link #apply}, with facts in the order
 * of the journal. All access goes through {@link Ledger}, which holds the lock; nothing here may escape it except
 * immutable values.
 */
public final class State {
    /** Why a session was opened that goes on for another one; what was granted for that one holds in it. */
    public static final String COMPRESSED = "compressed";

    /** A platform may repeat a message for days; after this it counts as new. */
    public static final Duration SEEN_WINDOW = Duration.ofDays(3);

    private static final int SEEN_MOST = 200_000;
    private static final int DECIDED_MOST = 5_000;

    private final Map<String, Position> versions = new HashMap<>();
    private final LinkedHashMap<MessageKey, Instant> seen = new LinkedHashMap<>();
    private final Map<String, OpenTurn> turns = new LinkedHashMap<>();
    private final Map<String, LinkedHashSet<String>> lanes = new HashMap<>();
    private final Map<String, KnownApproval> approvals = new LinkedHashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<Conversation, List<String>> places = new HashMap<>();
    private final LinkedHashMap<String, KnownApproval> decided = new LinkedHashMap<>();
    private final Map<String, OpenDelivery> deliveries = new LinkedHashMap<>();
    private final Map<String, String> cursors = new HashMap<>();
    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, Integer> imported = new HashMap<>();
    private final Map<String, Set<String>> grants = new HashMap<>();
    private final Map<String, Map<String, String>> preferences = new HashMap<>();
    private final Map<String, Map<String, String>> routes = new HashMap<>();
    private final Tails tails = new Tails();

    void apply(Fed fed) {
        Fact fact = fed.fact();
        Position position = fed.position();
        Instant at = fed.at();
        remember(position, fact);
        if (fact instanceof Fact.MessageSeen f) {
            saw(f.key(), at);
        } else if (fact instanceof Fact.CursorMoved f) {
            cursors.put(f.platform() + "/" + f.name(), f.value());
        } else if (fact instanceof Fact.SessionOpened f) {
            sessionOpened(f);
        } else if (fact instanceof Fact.SessionImported f) {
            imported.put(f.sessionId(), f.lines());
        } else if (fact instanceof Fact.GrantChanged f) {
            granted(f);
        } else if (fact instanceof Fact.PreferenceSet f) {
            preferred(f);
        } else if (fact instanceof Fact.RouteLearned f) {
            routes.put(f.conversation().shared().key(), f.route());
        } else if (fact instanceof Fact.TranscriptCut f) {
            tails.cut(position, f.sessionId(), f.fromTurnId());
        } else if (!TurnFacts.apply(this, position, at, fact) && !ApprovalFacts.apply(this, position, fact)) {
            DeliveryFacts.apply(this, at, fact);
        }
    }

    private void remember(Position position, Fact fact) {
        Subjects.Kind<Fact> kind = Subjects.of(fact);
        if (!kind.compareAndSet() || fact instanceof Fact.MessageSeen) {
            return;
        }
        String subject = kind.subject().apply(fact);
        boolean closed = kind.effect().apply(fact) == JournalRecord.Effect.CLOSE;
        if (fact instanceof Fact.ApprovalAsked) {
            // Many wait for long; the approval itself knows where it was asked, until something else happens to it.
            return;
        }
        if (closed) {
            versions.remove(subject);
        } else {
            versions.put(subject, position);
        }
    }

    private void saw(MessageKey key, Instant at) {
        seen.put(key, at);
        var oldest = seen.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<MessageKey, Instant> entry = oldest.next();
            if (seen.size() <= SEEN_MOST && entry.getValue().isAfter(at.minus(SEEN_WINDOW))) {
                return;
            }
            oldest.remove();
        }
    }

    private void sessionOpened(Fact.SessionOpened f) {
        String earlier = sessions.put(f.conversation().key(), f.sessionId());
        boolean goesOn = f.why().equals(COMPRESSED);
        Set<String> granted = grants.remove(goesOn ? f.parentId() : earlier);
        if (granted != null && goesOn) {
            grants.put(f.sessionId(), granted);
        }
    }

    private void granted(Fact.GrantChanged f) {
        Set<String> keys = grants.computeIfAbsent(f.sessionId() == null ? "" : f.sessionId(), s -> new HashSet<>());
        if (f.granted()) {
            keys.add(f.key());
        } else {
            keys.remove(f.key());
        }
    }

    private void preferred(Fact.PreferenceSet f) {
        Map<String, String> scope = preferences.computeIfAbsent(f.scope(), s -> new HashMap<>(2));
        if (f.value().isEmpty()) {
            scope.remove(f.name());
        } else {
            scope.put(f.name(), f.value());
        }
    }

    void turn(OpenTurn turn, @Nullable Map<String, String> route) {
        turns.put(turn.id, turn);
        lanes.computeIfAbsent(turn.lane(), lane -> new LinkedHashSet<>(2)).add(turn.id);
        if (route != null && !route.isEmpty()) {
            routes.put(turn.conversation.shared().key(), route);
        }
    }

    void turnEnded(Position position, Fact.TurnEnded f) {
        OpenTurn turn = turns.remove(f.turnId());
        if (turn != null) {
            lanes.computeIfPresent(turn.lane(), (lane, ids) -> ids.remove(turn.id) && ids.isEmpty() ? null : ids);
        }
        tails.add(position, f.sessionId(), f.conversation(), f.transcript());
    }

    void approval(KnownApproval known) {
        Approval approval = known.approval();
        approvals.put(approval.id(), known);
        codes.put(approval.code(), approval.id());
        places.merge(approval.conversation().shared(), List.of(approval.id()), State::plus);
    }

    void approvalDecided(KnownApproval known) {
        Approval approval = known.approval();
        approvals.remove(approval.id());
        codes.remove(approval.code(), approval.id());
        places.computeIfPresent(approval.conversation().shared(), (key, ids) -> minus(ids, approval.id()));
        decided.put(approval.id(), known);
        if (decided.size() > DECIDED_MOST) {
            decided.remove(decided.keySet().iterator().next());
        }
    }

    void shownLate(KnownApproval known) {
        decided.computeIfPresent(known.approval().id(), (id, old) -> known);
    }

    void delivery(String id, @Nullable OpenDelivery delivery) {
        if (delivery == null) {
            deliveries.remove(id);
        } else {
            deliveries.put(id, delivery);
        }
    }

    Position version(String subject) {
        Position last = versions.get(subject);
        if (last == null && subject.startsWith(Subjects.APPROVAL)) {
            KnownApproval pending = approvals.get(subject.substring(Subjects.APPROVAL.length()));
            return pending == null ? Position.NONE : pending.asked();
        }
        return last == null ? Position.NONE : last;
    }

    public boolean seen(MessageKey key) {
        return seen.containsKey(key);
    }

    public @Nullable OpenTurn turn(String id) {
        return turns.get(id);
    }

    /** Turns of one lane that have not ended, in order. */
    public List<OpenTurn> lane(String lane) {
        return lanes.getOrDefault(lane, new LinkedHashSet<>()).stream()
                .map(turns::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The turn whose time it is in this lane. */
    public @Nullable OpenTurn head(String lane) {
        LinkedHashSet<String> ids = lanes.get(lane);
        return ids == null ? null : turns.get(ids.iterator().next());
    }

    /** Lanes with open turns. */
    public List<String> lanes() {
        return List.copyOf(lanes.keySet());
    }

    /** Turns that have not ended, in the order in which they were accepted. */
    public Collection<OpenTurn> turns() {
        return Collections.unmodifiableCollection(turns.values());
    }

    /** A pending or recently decided approval. */
    public @Nullable KnownApproval approval(String id) {
        KnownApproval pending = approvals.get(id);
        return pending != null ? pending : decided.get(id);
    }

    /** The pending approval with this code. */
    public @Nullable KnownApproval approvalByCode(String code) {
        String id = codes.get(code);
        return id == null ? null : approvals.get(id);
    }

    /** Pending approvals of this place, whoever's they are, oldest first. */
    public List<KnownApproval> pendingIn(Conversation conversation) {
        return places.getOrDefault(conversation.shared(), List.of()).stream()
                .map(approvals::get)
                .filter(Objects::nonNull)
                .toList();
    }

    public Collection<KnownApproval> pendingApprovals() {
        return Collections.unmodifiableCollection(approvals.values());
    }

    /** Decided approvals that are still remembered, oldest first. */
    public Collection<KnownApproval> decidedApprovals() {
        return Collections.unmodifiableCollection(decided.values());
    }

    public @Nullable OpenDelivery delivery(String id) {
        return deliveries.get(id);
    }

    /** Deliveries that are not finished, in the order in which they were queued. */
    public Collection<OpenDelivery> deliveries() {
        return Collections.unmodifiableCollection(deliveries.values());
    }

    public Optional<String> cursor(String platform, String name) {
        return Optional.ofNullable(cursors.get(platform + "/" + name));
    }

    public @Nullable String session(Conversation conversation) {
        return sessions.get(conversation.key());
    }

    /** How many lines of this session were brought from another gateway. */
    int imported(String sessionId) {
        return imported.getOrDefault(sessionId, 0);
    }

    /** Whether the key was granted for this session. */
    public boolean granted(String key, String sessionId) {
        return grants.getOrDefault(sessionId, Set.of()).contains(key);
    }

    public @Nullable String preference(String scope, String name) {
        return preferences.getOrDefault(scope, Map.of()).get(name);
    }

    /** What the platform needs to answer here. */
    public Map<String, String> route(Conversation conversation) {
        return routes.getOrDefault(conversation.shared().key(), Map.of());
    }

    public Tails tails() {
        return tails;
    }

    /** How much is open, for the status. */
    public Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("turns", (long) turns.size());
        sizes.put("approvals", (long) approvals.size());
        sizes.put(
                "deliveries", count(deliveries.values().stream(), d -> d.state().open()));
        sizes.put("dead_letters", count(deliveries.values().stream(), d -> !d.state()
                .open()));
        return sizes;
    }

    private static List<String> plus(List<String> ids, List<String> more) {
        return Stream.concat(ids.stream(), more.stream()).distinct().toList();
    }

    private static @Nullable List<String> minus(List<String> ids, String id) {
        List<String> left = ids.stream().filter(other -> !other.equals(id)).toList();
        return left.isEmpty() ? null : left;
    }

    private static <T> long count(Stream<T> items, java.util.function.Predicate<T> wanted) {
        return items.filter(wanted).count();
    }
}
