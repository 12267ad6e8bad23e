package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reply handles and claims of some of a bot's chats; kept together under one name. Guarded by its lock. */
final class Shard {
    private static final int HANDLES = 8;
    private static final int CLAIMS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Place, Deque<Handle>> handles = new HashMap<>();
    private final Map<String, Claim> claims = new LinkedHashMap<>();

    void learn(Place place, Handle handle) {
        Deque<Handle> known = handles.computeIfAbsent(place, p -> new ArrayDeque<>());
        if (known.stream().noneMatch(each -> each.id.equals(handle.id))) {
            known.addFirst(handle);
            while (known.size() > HANDLES) {
                known.removeLast();
            }
        }
    }

    /** Messages before clicks, for QQ recognises what answers a message when it comes twice; each newest first. */
    List<Handle> valid(Place place, Instant now) {
        return handles.getOrDefault(place, new ArrayDeque<>()).stream()
                .filter(handle -> handle.isValid(place.scope(), now))
                .sorted(Comparator.comparing((Handle handle) -> handle.event)
                        .thenComparing(handle -> handle.at, Comparator.reverseOrder()))
                .toList();
    }

    Optional<Handle> find(Place place, String id) {
        return handles.getOrDefault(place, new ArrayDeque<>()).stream()
                .filter(handle -> handle.id.equals(id))
                .findFirst();
    }

    Optional<Claim> claim(String deliveryId) {
        return Optional.ofNullable(claims.get(deliveryId));
    }

    void put(String deliveryId, Claim claim) {
        claims.put(deliveryId, claim);
        Iterator<String> oldest = claims.keySet().iterator();
        while (claims.size() > CLAIMS) {
            oldest.next();
            oldest.remove();
        }
    }

    void drop(String deliveryId) {
        claims.remove(deliveryId);
    }

    /** All that still matters; handles that are over are forgotten. */
    String text(Instant now) {
        handles.entrySet().removeIf(chat -> {
            chat.getValue()
                    .removeIf(handle ->
                            handle.at.plus(chat.getKey().scope().validity()).isBefore(now));
            return chat.getValue().isEmpty();
        });
        ObjectNode all = JSON.createObjectNode();
        ObjectNode chats = all.putObject("chats");
        handles.forEach((place, known) ->
                known.forEach(handle -> chats.withArray(place.text()).add(handle.json())));
        ObjectNode open = all.putObject("claims");
        claims.forEach((id, claim) -> open.putObject(id)
                .put("p", claim.place().text())
                .put("m", claim.mode().name())
                .put("h", claim.handle())
                .put("s", claim.seq()));
        return all.toString();
    }

    /** What cannot be read is forgotten: messages then answer what comes next. */
    static Shard parse(String text) {
        Shard shard = new Shard();
        try {
            JsonNode all = JSON.readTree(text);
            all.path("chats").properties().forEach(chat -> {
                Deque<Handle> known = new ArrayDeque<>();
                chat.getValue().forEach(each -> known.addLast(Handle.of(each)));
                shard.handles.put(Place.parse(chat.getKey()), known);
            });
            all.path("claims").properties().forEach(claim -> {
                JsonNode c = claim.getValue();
                shard.claims.put(
                        claim.getKey(),
                        new Claim(
                                Place.parse(c.path("p").asText()),
                                Claim.Mode.valueOf(c.path("m").asText()),
                                c.path("h").asText(),
                                c.path("s").asInt()));
            });
        } catch (JsonProcessingException | IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return new Shard();
        }
        return shard;
    }
}
