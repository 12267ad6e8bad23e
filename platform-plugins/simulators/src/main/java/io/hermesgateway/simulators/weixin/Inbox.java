package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What people write, in the good forms and in the bad ones that real clients have met. */
final class Inbox {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Ground ground;
    private final Bots bots;
    private final Windows windows;
    private final PollDesk polls;
    private final InboundMedia media;

    Inbox(Ground ground, Bots bots, Windows windows, PollDesk polls, InboundMedia media) {
        this.ground = ground;
        this.bots = bots;
        this.windows = windows;
        this.polls = polls;
        this.media = media;
    }

    /**
     * A person writes. What can be asked for stands in {@code weixin.md}; the ids of the messages come back.
     */
    List<String> write(Bot bot, String user, JsonNode asked, String cdn) {
        synchronized (ground) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < Math.max(1, asked.path("count").asInt(1)); i++) {
                ids.add(writeOne(bot, user, asked, cdn, i));
            }
            polls.wake(bot);
            return ids;
        }
    }

    private String writeOne(Bot bot, String user, JsonNode asked, String cdn, int number) {
        BigInteger id = ground.random().messageId();
        String token = ground.random().opaque("AARz");
        windows.open(bot.with(user), token, ground.now());
        bots.meet(bot.with(user));
        ObjectNode message = envelope(bot, user, id, token);
        message.set("item_list", items(asked, cdn, number));
        note(bot, user, id, asked, message);
        spoil(message, asked);
        bot.log().append(message);
        repeat(bot, message, asked.path("duplicate").asText(ground.habits().text("duplicates")));
        return id.toString();
    }

    private ObjectNode envelope(Bot bot, String user, BigInteger id, String token) {
        ObjectNode message = Json.object().put("seq", bot.nextSeq());
        message.set("message_id", Randomness.onTheWire(id, ground.habits().on("id_as_text")));
        return message.put("client_id", "c-" + id)
                .put("from_user_id", user)
                .put("to_user_id", bot.id())
                .put("create_time_ms", ground.now().toEpochMilli())
                .put("session_id", "")
                .put("message_type", 1)
                .put("message_state", 2)
                .put("context_token", token);
    }

    private ArrayNode items(JsonNode asked, String cdn, int number) {
        if (asked.path("items").isArray()) {
            return (ArrayNode) asked.path("items").deepCopy();
        }
        ArrayNode items = Json.array();
        String text = asked.path("text").asText().replace("{n}", Integer.toString(number + 1));
        if (!text.isEmpty()) {
            ObjectNode item = items.addObject().put("type", 1);
            item.putObject("text_item").put("text", text);
            if (asked.path("quote").isObject()) {
                item.set("ref_msg", asked.path("quote").deepCopy());
            }
        }
        for (Item kind : List.of(Item.IMAGE, Item.VOICE, Item.FILE, Item.VIDEO)) {
            if (asked.path(kind.kind()).isObject()) {
                items.add(media.item(kind, asked.path(kind.kind()), cdn));
            }
        }
        return items;
    }

    private void note(Bot bot, String user, BigInteger id, JsonNode asked, ObjectNode message) {
        ObjectNode row = Json.object()
                .put("bot", bot.id())
                .put("message_id", id.toString())
                .put("context_token", message.path("context_token").asText());
        row.set("items", message.path("item_list").deepCopy());
        ground.note(user, "in", row.put("text", asked.path("text").asText()));
    }

    /** Whatever the test wants to be different: fields set, left out or null. */
    private static void spoil(ObjectNode message, JsonNode asked) {
        asked.path("set").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
        asked.path("omit").forEach(name -> message.remove(name.asText()));
        if (asked.path("nulls").asBoolean()) {
            List.of("session_id", "group_id", "update_time_ms", "delete_time_ms")
                    .forEach(message::putNull);
            message.path("item_list").forEach(item -> {
                if (item instanceof ObjectNode object) {
                    List.of("image_item", "voice_item", "file_item", "video_item", "ref_msg").stream()
                            .filter(name -> !object.has(name))
                            .forEach(object::putNull);
                }
            });
        }
    }

    private void repeat(Bot bot, ObjectNode message, String how) {
        if (how.equals("same") || how.equals("new")) {
            ObjectNode again = message.deepCopy().put("seq", bot.nextSeq());
            if (how.equals("new")) {
                BigInteger other = ground.random().messageId();
                again.set(
                        "message_id",
                        Randomness.onTheWire(other, ground.habits().on("id_as_text")));
            }
            ground.after(SECOND, () -> {
                bot.log().append(again);
                polls.wake(bot);
            });
        }
    }
}
