package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages to private chats and groups: what is refused, what it costs, what becomes of it. */
final class Sending {
    private static final Pattern URL = Pattern.compile("https?://|www\\.", Pattern.CASE_INSENSITIVE);
    private static final int TEXT = 0;
    private static final int MARKDOWN = 2;
    private static final int TYPING = 6;
    private static final int MEDIA = 7;

    private final World world;
    private final Handles handles;
    private final Cards cards;
    private final Files files;
    private final Audits audits;

    Sending(World world, Handles handles, Cards cards, Files files, Audits audits) {
        this.world = world;
        this.handles = handles;
        this.cards = cards;
        this.files = files;
        this.audits = audits;
    }

    /** The right to say something: by a handle, or actively. */
    private record Ticket(String kind, Handles.@Nullable Handle handle, long seq) {}

    ObjectNode send(Room room, JsonNode body) {
        int type = body.path("msg_type").asInt(-1);
        checkKind(room, type, body);
        Ticket ticket = ticket(room, body, type);
        Keyboard keyboard = keyboard(body, type);
        if (world.knobs.take("send_risk")) {
            throw new Refusal(400, 1100101, "消息内容违规");
        }
        spend(room, ticket);
        ObjectNode said = said(room, body, type, ticket);
        if (type == TYPING) {
            world.note(room.key(), "typing", said);
            return Json.object().put("id", "").put("timestamp", world.timestamp());
        }
        if (world.knobs.flag("audit")) {
            throw audits.hold(room, said);
        }
        return commit(room, said, keyboard, body.has("keyboard"));
    }

    ObjectNode commit(Room room, ObjectNode said, @Nullable Keyboard keyboard, boolean wanted) {
        String id = "ROBOT1.0_" + world.hex(12) + "!";
        said.put("id", id);
        if (keyboard != null) {
            said.set("keyboard", cards.show(id, room, keyboard));
        } else if (wanted) {
            said.put("keyboard_dropped", true);
        }
        cards.sent(id, room);
        world.note(room.key(), "out", said);
        ObjectNode answer = Json.object().put("id", id).put("timestamp", world.timestamp());
        answer.putObject("ext_info").put("ref_idx", "REFIDX_" + world.hex(6));
        return answer;
    }

    private void checkKind(Room room, int type, JsonNode body) {
        switch (type) {
            case TEXT -> checkText(body.path("content").asText());
            case MARKDOWN -> checkMarkdown(body.path("markdown"));
            case 3, 4 -> {
                if (!body.path(type == 3 ? "ark" : "embed").isObject()) {
                    throw new Refusal(400, 50006, "空消息");
                }
            }
            case TYPING -> {
                if (room.scope != Scope.C2C || !body.path("input_notify").isObject()) {
                    throw new Refusal(400, 40034006, "msg_type不支持");
                }
            }
            case MEDIA -> {
                files.check(room, body.path("media").path("file_info").asText());
                if (world.knobs.flag("media_needs_content")
                        && body.path("content").asText().isEmpty()) {
                    throw new Refusal(400, 50006, "空消息");
                }
            }
            default -> throw new Refusal(400, 40034006, "msg_type不支持");
        }
    }

    private void checkText(String text) {
        if (text.isBlank()) {
            throw new Refusal(400, 50006, "空消息");
        }
        if (text.length() > world.knobs.number("max_text")) {
            throw new Refusal(400, 40034010, "消息内容过长");
        }
        if (world.knobs.flag("refuse_urls") && URL.matcher(text).find()) {
            throw new Refusal(400, 304003, "url not allowed");
        }
    }

    private void checkMarkdown(JsonNode markdown) {
        if (!world.knobs.flag("markdown")) {
            throw new Refusal(400, 40034090, "不允许发送原生 markdown");
        }
        if (markdown.hasNonNull("custom_template_id")) {
            return;
        }
        checkText(markdown.path("content").asText());
    }

    private Ticket ticket(Room room, JsonNode body, int type) {
        String message = body.path("msg_id").asText();
        String event = body.path("event_id").asText();
        long seq = body.path("msg_seq").asLong(1);
        if (!message.isEmpty()) {
            Handles.Handle handle = handles.message(room, message);
            handles.checkAge(handle);
            handles.checkSequence(handle, seq);
            handles.checkBudget(handle);
            return new Ticket("msg_id", handle, seq);
        }
        if (!event.isEmpty() && !body.has("msg_seq")) {
            Handles.Handle handle = handles.event(room, event);
            handles.checkAge(handle);
            handles.checkBudget(handle);
            return new Ticket("event_id", handle, 0);
        }
        if (type == TYPING) {
            throw new Refusal(400, 40034024, "请求参数msg_id无效或越权");
        }
        if (body.path("is_wakeup").asBoolean() && room.scope == Scope.C2C) {
            return new Ticket("wakeup", null, wakeup(room));
        }
        checkActive(room);
        return new Ticket("active", null, 0);
    }

    /** Once on the same day, until the third, until the seventh, and until the thirtieth after the person's last word. */
    private int wakeup(Room room) {
        Instant last = room.lastWord;
        int window =
                last == null ? -1 : window(Duration.between(last, world.now()).toDays());
        if (window < 0 || room.wakeups.contains(window)) {
            throw refusesActive(room);
        }
        return window;
    }

    private static int window(long days) {
        return days < 1 ? 0 : days < 3 ? 1 : days < 7 ? 2 : days < 30 ? 3 : -1;
    }

    private void checkActive(Room room) {
        String active = world.knobs.text("active");
        long most = active.equals("on")
                ? Long.MAX_VALUE
                : active.startsWith("quota:") ? Long.parseLong(active.substring("quota:".length())) : 0;
        if (room.rejects || room.active.size() >= most) {
            throw refusesActive(room);
        }
    }

    private static Refusal refusesActive(Room room) {
        return new Refusal(400, room.scope == Scope.C2C ? 40034102 : 40034105, "主动消息失败, 无权限");
    }

    private @Nullable Keyboard keyboard(JsonNode body, int type) {
        if (!body.hasNonNull("keyboard") || type != MARKDOWN) {
            return null;
        }
        if (!world.knobs.flag("keyboard")) {
            throw new Refusal(400, 304057, "keyboard not allowed");
        }
        return Keyboard.read(body.path("keyboard"));
    }

    private void spend(Room room, Ticket ticket) {
        Handles.Handle handle = ticket.handle();
        if (handle == null) {
            if (ticket.kind().equals("wakeup")) {
                room.wakeups.add((int) ticket.seq());
            } else {
                room.active.add(world.now());
            }
            return;
        }
        handle.used++;
        if (ticket.kind().equals("msg_id")) {
            handle.sequence.add(ticket.seq());
        }
    }

    private ObjectNode said(Room room, JsonNode body, int type, Ticket ticket) {
        Handles.Handle handle = ticket.handle();
        ObjectNode said = Json.object()
                .put("to", room.name)
                .put("msg_type", type)
                .put(
                        "text",
                        type == MARKDOWN
                                ? markdown(body.path("markdown"))
                                : body.path("content").asText())
                .put("by", ticket.kind());
        if (handle != null) {
            said.put("handle", handle.id).put("used", handle.used);
        }
        if (ticket.kind().equals("msg_id")) {
            said.put("msg_seq", ticket.seq());
        }
        if (type == MEDIA) {
            said.set(
                    "media", files.describe(body.path("media").path("file_info").asText()));
        }
        return said;
    }

    private static String markdown(JsonNode markdown) {
        return markdown.hasNonNull("content") ? markdown.path("content").asText() : Json.text(markdown);
    }

    /** A stream costs one reply, when it begins. */
    void beginStream(Room room, String message, long seq) {
        Handles.Handle handle = handles.message(room, message);
        handles.checkAge(handle);
        if (handle.start.plus(Duration.ofMinutes(5)).isBefore(world.now())) {
            throw new Refusal(400, (int) world.knobs.number("expired_code"), "回复消息msg_id已过期");
        }
        handles.checkSequence(handle, seq);
        handles.checkBudget(handle);
        spend(room, new Ticket("msg_id", handle, seq));
    }
}
