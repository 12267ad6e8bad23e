package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.qq.Room.Scope;

/** Messages of people in the form that bots get them. */
final class Inbound {
    private Inbound() {}

    static String type(Scope scope, boolean mention) {
        return switch (scope) {
            case C2C -> "C2C_MESSAGE_CREATE";
            case GROUP -> mention ? "GROUP_AT_MESSAGE_CREATE" : "GROUP_MESSAGE_CREATE";
            case GUILD -> mention ? "AT_MESSAGE_CREATE" : "MESSAGE_CREATE";
            case DM -> "DIRECT_MESSAGE_CREATE";
        };
    }

    static ObjectNode message(World world, Room room, String member, String id, JsonNode request, boolean mention) {
        ObjectNode data = Json.object()
                .put("id", id)
                .put("content", request.path("text").asText())
                .put("timestamp", world.timestamp());
        if (room.scope == Scope.GUILD || room.scope == Scope.DM) {
            guild(world, room, member, data, mention);
        } else {
            chat(world, room, member, data, mention);
        }
        if (request.path("attachments").isArray()) {
            data.set("attachments", request.path("attachments"));
        }
        return data;
    }

    private static void chat(World world, Room room, String member, ObjectNode data, boolean mention) {
        ObjectNode author = data.putObject("author").put("id", member).put("union_openid", member);
        if (room.scope == Scope.GROUP) {
            author.put("member_openid", member)
                    .put("username", room.members.getOrDefault(member, ""))
                    .put("bot", false);
            data.put("group_openid", room.id).put("group_id", room.id);
            if (mention) {
                data.put("content", " " + data.path("content").asText());
                data.putArray("mentions")
                        .addObject()
                        .put("scope", "single")
                        .put("member_openid", People.openid(room.bot.appId, room.id, "the bot"))
                        .put("nickname", room.bot.name)
                        .put("bot", true)
                        .put("is_you", true);
            }
        } else {
            author.put("user_openid", member);
        }
        data.put("message_type", 0);
        data.putObject("message_scene").put("source", "default").putArray("ext").add("msg_idx=REFIDX_" + world.hex(6));
    }

    private static void guild(World world, Room room, String member, ObjectNode data, boolean mention) {
        String text = data.path("content")
                .asText()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        long seq = world.count();
        data.put("content", mention && room.scope == Scope.GUILD ? "<@!" + room.bot.id + "> " + text : text)
                .put("guild_id", room.guild)
                .put("channel_id", room.id)
                .put("seq", seq)
                .put("seq_in_channel", String.valueOf(seq));
        data.putObject("author")
                .put("id", member)
                .put("username", room.members.getOrDefault(member, ""))
                .put("avatar", "")
                .put("bot", false);
        data.putObject("member")
                .put("joined_at", "2026-01-01T00:00:00+08:00")
                .put("nick", room.members.getOrDefault(member, ""))
                .putArray("roles")
                .add("1");
        if (mention && room.scope == Scope.GUILD) {
            data.putArray("mentions").add(room.bot.user());
        }
    }
}
