package io.hermesgateway.api.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.sql.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest hundred responses. They are kept in memory and written to {@code response_store.db} by one task, many at a
 * time: what is let go of before it was written never costs a write. Without a database the memory is all there is, and
 * what is in it is written when one comes.
 */
final class ResponseStore {
    static final int MOST = 100;
    /** So many responses at once cost one write. */
    private static final Duration GATHERED = Duration.ofMillis(20);

    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ResponseStore.class);

    private final ApiParts parts;
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> unwrittenNames = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Object writing = new Object();
    private double last;
    private boolean scheduled;
    private boolean away;

    private static final class Kept {
        final StoredResponse response;
        volatile double accessedAt;
        volatile boolean written;
        boolean touched;

        Kept(StoredResponse response, boolean written) {
            this.response = response;
            this.written = written;
        }
    }

    ResponseStore(ApiParts parts) {
        this.parts = parts;
    }

    /** Keeps a response from now on, in place of an earlier one of the same id. */
    void put(StoredResponse response, String conversation) {
        synchronized (this) {
            deleted.remove(response.id());
            remember(new Kept(response, false));
            if (!conversation.isEmpty()) {
                names.put(conversation, response.id());
                unwrittenNames.add(conversation);
            }
            evict();
        }
        soon(GATHERED);
    }

    private void remember(Kept entry) {
        entry.accessedAt = now();
        kept.put(entry.response.id(), entry);
    }

    /** Epoch seconds, each later than the one before. */
    private double now() {
        Instant now = parts.clock().instant();
        last = Math.max(last + 1e-6, now.getEpochSecond() + now.getNano() / 1e9);
        return last;
    }

    private void evict() {
        while (kept.size() > MOST) {
            String eldest = kept.keySet().iterator().next();
            kept.remove(eldest);
            forgetNames(eldest);
        }
    }

    private void forgetNames(String id) {
        names.values().removeIf(id::equals);
        unwrittenNames.retainAll(names.keySet());
    }

    /** Empty when it is not known, or was and is broken. */
    Optional<StoredResponse> get(String id) {
        synchronized (this) {
            if (deleted.contains(id)) {
                return Optional.empty();
            }
            Kept here = kept.get(id);
            if (here != null) {
                here.accessedAt = now();
                here.touched = true;
                soon(AGAIN);
                return Optional.of(here.response);
            }
        }
        return ask(tables -> tables.data(id)).flatMap(data -> fromDatabase(id, data));
    }

    private Optional<StoredResponse> fromDatabase(String id, String data) {
        Optional<StoredResponse> read = StoredResponse.read(parts.mapper(), data);
        if (read.isEmpty()) {
            LOG.warn("The stored response {} cannot be read and was dropped", id);
            delete(id);
            return read;
        }
        synchronized (this) {
            Kept entry = new Kept(read.get(), true);
            entry.touched = true;
            remember(entry);
            evict();
        }
        soon(AGAIN);
        return read;
    }

    /** The newest response of a conversation, by its name. */
    Optional<StoredResponse> latest(String conversation) {
        String id;
        synchronized (this) {
            id = names.get(conversation);
        }
        Optional<String> found = id != null ? Optional.of(id) : ask(tables -> tables.idOf(conversation));
        return found.flatMap(this::get);
    }

    /** False when there was none. */
    boolean delete(String id) {
        boolean there = ask(tables -> tables.data(id)).isPresent();
        synchronized (this) {
            there = !deleted.contains(id) && (kept.remove(id) != null || there);
            forgetNames(id);
            deleted.add(id);
        }
        soon(GATHERED);
        return there;
    }

    /** A question to the tables. */
    private interface Question {
        Optional<String> to(ResponseTables tables) throws java.sql.SQLException;
    }

    private Optional<String> ask(Question question) {
        Optional<Databases> databases = parts.registry().any(Databases.class);
        try {
            return databases.flatMap(
                    d -> d.reading(ResponseTables.DATABASE, connection -> question.to(new ResponseTables(connection))));
        } catch (GatewayException unavailable) {
            trouble(unavailable);
            return Optional.empty();
        }
    }

    private void soon(Duration delay) {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        parts.tasks().after(delay, "stored responses", this::flush);
    }

    /** Everything there is to write, as it is now. */
    private record Work(List<Kept> entries, Map<String, String> names, List<String> deleted) {}

    private synchronized Work work() {
        scheduled = false;
        Map<String, String> named = new HashMap<>();
        unwrittenNames.forEach(name -> named.put(name, names.getOrDefault(name, "")));
        List<Kept> entries = kept.values().stream()
                .filter(entry -> !entry.written || entry.touched)
                .toList();
        entries.forEach(entry -> entry.touched = false);
        return new Work(entries, named, List.copyOf(deleted));
    }

    private ResponseTables.Row row(Kept entry) {
        try {
            String data = entry.written ? null : entry.response.written(parts.mapper());
            return new ResponseTables.Row(entry.response.id(), data, entry.accessedAt);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }

    /** Writes what is not yet written; one at a time, so that the newest state is the last one written. */
    void flush() {
        synchronized (writing) {
            Work work = work();
            Optional<Databases> databases = parts.registry().any(Databases.class);
            if (databases.isEmpty()
                    || (work.entries().isEmpty() && work.deleted().isEmpty())) {
                return;
            }
            try {
                write(databases.get(), work);
                written(work);
            } catch (GatewayException unavailable) {
                trouble(unavailable);
                soon(AGAIN);
            }
        }
    }

    private void write(Databases databases, Work work) {
        List<ResponseTables.Row> rows = work.entries().stream().map(this::row).toList();
        databases.inTransaction(ResponseTables.DATABASE, connection -> {
            ResponseTables tables = new ResponseTables(connection);
            tables.write(rows);
            tables.name(work.names());
            tables.delete(work.deleted());
            tables.keep(MOST);
            return Boolean.TRUE;
        });
    }

    private synchronized void written(Work work) {
        work.entries().forEach(entry -> entry.written = true);
        work.names().forEach((name, id) -> {
            if (id.equals(names.get(name))) {
                unwrittenNames.remove(name);
            }
        });
        deleted.removeAll(Set.copyOf(work.deleted()));
        away = false;
    }

    /** Said once, until it works again. */
    private synchronized void trouble(GatewayException unavailable) {
        if (!away) {
            LOG.warn("Responses are kept in memory for the time being: {}", unavailable.getMessage());
        }
        away = true;
    }
}
