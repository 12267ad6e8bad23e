package io.hermesgateway.core.feed;

import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.Tails;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.journal.Position;
import io.hermesgateway.spi.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads of what was said: what a store has and, from the kernel's tail, what it has not got yet. The primary store is
 * asked first, and another one when it does not answer or has far less. Without a store there is the tail alone, and the
 * answer says that it is partial.
 */
public final class History {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int AROUND = 60;

    private final Ledger ledger;
    private final Stores stores;

    public History(Ledger ledger, Stores stores) {
        this.ledger = ledger;
        this.stores = stores;
    }

    /**
     * The last lines of a session, oldest first.
     *
     * @param partial whether older lines may be missing
     */
    public record Transcript(List<TranscriptLine> lines, boolean partial) {}

    /**
     * Rows, newest first.
     *
     * @param partial whether older ones may be missing
     */
    public record Found<T>(List<T> rows, boolean partial) {}

    private record Kept<T>(Position applied, T value) {}

    /** A store's lines and the kernel's newer ones; without a store that is far enough, the latter alone. */
    public Transcript transcript(String sessionId, int atMost) {
        return stores.readers().stream()
                .flatMap(store -> kept(store, s -> s.transcript(sessionId, atMost)).stream())
                .flatMap(kept -> current(sessionId, kept).stream())
                .findFirst()
                .map(lines -> new Transcript(last(lines, atMost), false))
                .orElseGet(() -> tail(sessionId, atMost));
    }

    /** From the first store that answers. */
    private <T> Optional<Kept<T>> kept(Function<Store, T> read) {
        return stores.readers().stream()
                .flatMap(store -> kept(store, read).stream())
                .findFirst();
    }

    private static <T> Optional<Kept<T>> kept(OpenStore store, Function<Store, T> read) {
        try {
            return Optional.of(store.call(DEADLINE, s -> new Kept<>(s.applied(), read.apply(s))));
        } catch (GatewayException unavailable) {
            return Optional.empty();
        }
    }

    /** The kernel knows what is newer than its oldest record, and nothing of what was dropped before. */
    private boolean complete(Kept<?> kept) {
        return !ledger.journal().droppedUpTo().isAfter(kept.applied());
    }

    private Optional<List<TranscriptLine>> current(String sessionId, Kept<List<TranscriptLine>> kept) {
        return complete(kept)
                ? ledger.read(state -> state.tails().continued(sessionId, kept.applied(), kept.value()))
                : Optional.empty();
    }

    private Transcript tail(String sessionId, int atMost) {
        List<TranscriptLine> lines = ledger.read(state -> state.tails().of(sessionId));
        return new Transcript(last(lines, atMost), lines.size() < atMost);
    }

    private static List<TranscriptLine> last(List<TranscriptLine> lines, int atMost) {
        return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    }

    /** Sessions by their last activity; the filter is a platform. */
    public Found<Store.SessionRow> sessions(Store.Query query) {
        Optional<Kept<List<Store.SessionRow>>> kept = kept(s -> s.sessions(query));
        Map<String, Store.SessionRow> rows = new LinkedHashMap<>();
        kept.ifPresent(k -> k.value().forEach(row -> rows.put(row.id(), row)));
        for (Tails.Recent recent : newer(kept)) {
            Store.SessionRow row = Optional.ofNullable(rows.get(recent.sessionId()))
                    .or(() -> kept.flatMap(k -> kept(s -> s.session(recent.sessionId())))
                            .flatMap(Kept::value))
                    .map(old -> grown(old, recent))
                    .orElseGet(() -> fresh(recent));
            rows.put(row.id(), row);
        }
        List<Store.SessionRow> newest = rows.values().stream()
                .filter(row -> query.filter() == null || row.platform().equals(query.filter()))
                .filter(row -> before(row.lastActivityAt(), query))
                .sorted(Comparator.comparing(Store.SessionRow::lastActivityAt).reversed())
                .limit(query.atMost())
                .toList();
        return new Found<>(newest, !kept.map(this::complete).orElse(false));
    }

    /** One session, by its whole id. */
    public Optional<Store.SessionRow> session(String id) {
        Optional<Kept<Optional<Store.SessionRow>>> kept = kept(s -> s.session(id));
        Optional<Store.SessionRow> row = kept.flatMap(Kept::value);
        Optional<Tails.Recent> recent =
                newer(kept).stream().filter(one -> one.sessionId().equals(id)).findFirst();
        return recent.map(newer -> row.map(old -> grown(old, newer)).orElseGet(() -> fresh(newer)))
                .or(() -> row);
    }

    /** Where a text was said; the filter is a session. What is newer than the store has is searched line by line. */
    public Found<Store.SearchHit> search(String text, Store.Query query) {
        Optional<Kept<List<Store.SearchHit>>> kept = kept(s -> s.search(text, query));
        Stream<Store.SearchHit> newer = newer(kept).stream()
                .filter(recent -> query.filter() == null || recent.sessionId().equals(query.filter()))
                .flatMap(recent -> recent.lines().stream()
                        .map(line -> hit(recent.sessionId(), line, text))
                        .flatMap(Optional::stream));
        Stream<Store.SearchHit> older = kept.map(Kept::value).stream().flatMap(List::stream);
        List<Store.SearchHit> newest = Stream.concat(newer, older)
                .filter(hit -> before(hit.at(), query))
                .sorted(Comparator.comparing(Store.SearchHit::at).reversed())
                .limit(query.atMost())
                .toList();
        return new Found<>(newest, !kept.map(this::complete).orElse(false));
    }

    private List<Tails.Recent> newer(Optional<? extends Kept<?>> kept) {
        Position applied = kept.isPresent() ? kept.get().applied() : Position.NONE;
        return ledger.read(state -> state.tails().after(applied));
    }

    private static boolean before(Instant at, Store.Query query) {
        return query.before() == null || at.isBefore(query.before());
    }

    /** A store that has got these lines between two questions is not given them twice. */
    private static Store.SessionRow grown(Store.SessionRow row, Tails.Recent recent) {
        return row.lastActivityAt().isBefore(recent.last()) ? row(row, row.messages(), recent) : row;
    }

    private static Store.SessionRow fresh(Tails.Recent recent) {
        return row(null, 0, recent);
    }

    private static Store.SessionRow row(Store.@Nullable SessionRow old, int messages, Tails.Recent recent) {
        return new Store.SessionRow(
                recent.sessionId(),
                recent.conversation().key(),
                recent.conversation().platform(),
                old == null ? null : old.title(),
                old == null ? null : old.parentId(),
                old == null ? recent.lines().get(0).at() : old.startedAt(),
                recent.last(),
                messages + recent.lines().size(),
                old == null ? 0 : old.toolCalls(),
                old == null ? null : old.model(),
                old == null ? 0 : old.inputTokens(),
                old == null ? 0 : old.outputTokens());
    }

    /** As a store finds it: all words of the text, whatever their case. */
    private static Optional<Store.SearchHit> hit(String sessionId, TranscriptLine line, String text) {
        String said = line.text().toLowerCase(Locale.ROOT);
        List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        if (!words.stream().allMatch(said::contains)) {
            return Optional.empty();
        }
        int at = Math.min(said.indexOf(words.get(0)), line.text().length());
        int to = Math.min(line.text().length(), at + words.get(0).length() + AROUND);
        String excerpt = line.text().substring(Math.max(0, at - AROUND), to);
        return Optional.of(new Store.SearchHit(sessionId, line.turnId(), line.role(), excerpt, line.at()));
    }
}
