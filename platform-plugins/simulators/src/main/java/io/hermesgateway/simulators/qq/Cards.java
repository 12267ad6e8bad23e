package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the bot sent and people still see: messages that can be recalled, and keyboards with what was pressed on them. */
final class Cards {
    private static final long RECALL_SECONDS = 120;

    private final World world;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, Card> cards = new LinkedHashMap<>();

    Cards(World world) {
        this.world = world;
    }

    private record Sent(Room room, Instant at) {}

    /** A keyboard on somebody's screen. Which buttons are grey is each person's own view. */
    static final class Card {
        final String message;
        final Room room;
        final Keyboard keyboard;
        final Map<String, Integer> clicks = new HashMap<>();
        final Set<String> grey = new HashSet<>();
        boolean recalled;

        Card(String message, Room room, Keyboard keyboard) {
            this.message = message;
            this.room = room;
            this.keyboard = keyboard;
        }

        List<Keyboard.Button> buttons() {
            List<Keyboard.Button> all = new ArrayList<>();
            keyboard.rows().forEach(all::addAll);
            return all;
        }

        Optional<Keyboard.Button> find(String what) {
            return buttons().stream()
                    .filter(button -> button.id().equals(what)
                            || button.data().equals(what)
                            || button.label().equals(what))
                    .findFirst();
        }

        boolean isGrey(Keyboard.Button button, String person) {
            String key = person + " " + buttons().indexOf(button);
            return grey.contains(key) || (button.limit() > 0 && clicks.getOrDefault(key, 0) >= button.limit());
        }

        boolean isPressed(Keyboard.Button button, String person) {
            return clicks.getOrDefault(person + " " + buttons().indexOf(button), 0) > 0;
        }

        /** Pressed: it counts, and what belongs together goes grey together. */
        void press(Keyboard.Button button, String person) {
            clicks.merge(person + " " + buttons().indexOf(button), 1, Integer::sum);
            siblings(button).forEach(index -> grey.add(person + " " + index));
        }

        /** The press came to nothing. */
        void release(Keyboard.Button button, String person) {
            clicks.merge(person + " " + buttons().indexOf(button), -1, Integer::sum);
            siblings(button).forEach(index -> grey.remove(person + " " + index));
        }

        private List<Integer> siblings(Keyboard.Button button) {
            List<Integer> all = new ArrayList<>();
            List<Keyboard.Button> buttons = buttons();
            for (int i = 0; i < buttons.size(); i++) {
                if (!button.group().isEmpty()
                        && buttons.get(i).group().equals(button.group())
                        && buttons.get(i).action() == 1) {
                    all.add(i);
                }
            }
            return all;
        }
    }

    void sent(String id, Room room) {
        sent.put(id, new Sent(room, world.now()));
    }

    ObjectNode show(String id, Room room, Keyboard keyboard) {
        Card card = new Card(id, room, keyboard);
        cards.put(id, card);
        return describe(card, "");
    }

    /** The keyboard as this person sees it. */
    ObjectNode describe(Card card, String person) {
        ObjectNode seen = Json.object().put("message", card.message).put("conversation", card.room.key());
        ArrayNode rows = seen.putArray("rows");
        for (List<Keyboard.Button> row : card.keyboard.rows()) {
            ArrayNode buttons = rows.addArray();
            for (Keyboard.Button button : row) {
                buttons.addObject()
                        .put("id", button.id())
                        .put("label", button.label())
                        .put("visited_label", button.visited())
                        .put("style", button.style())
                        .put("action", button.action())
                        .put("data", button.data())
                        .put("grey", card.isGrey(button, person))
                        .put("pressed", card.isPressed(button, person));
            }
        }
        return seen;
    }

    List<Card> in(Room room) {
        return cards.values().stream().filter(card -> card.room == room).toList();
    }

    /** The newest keyboard of the room that has this button, or the named message's. */
    Card find(Room room, String message, String button) {
        @Nullable Card found = null;
        for (Card card : in(room)) {
            if (!card.recalled
                    && (message.isEmpty() || card.message.equals(message))
                    && card.find(button).isPresent()) {
                found = card;
            }
        }
        if (found == null) {
            throw new IllegalArgumentException("no keyboard in " + room.key() + " shows a button " + button);
        }
        return found;
    }

    void recall(Room room, String id) {
        Sent message = sent.get(id);
        if (message == null || message.room() != room) {
            throw new Refusal(400, 306002, "message not found");
        }
        if (message.at().plusSeconds(RECALL_SECONDS).isBefore(world.now())) {
            throw new Refusal(400, 306011, "message too old to recall");
        }
        sent.remove(id);
        Card card = cards.get(id);
        if (card != null) {
            card.recalled = true;
        }
        world.note(room.key(), "recall", Json.object().put("id", id));
    }
}
