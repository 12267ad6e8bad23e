package io.hermesgateway.qqbot.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.approval.Choice;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A press of a button as QQ vouches for it.
 *
 * @param id of the interaction, which must be answered
 * @param event the envelope's id, to which messages may answer
 * @param place the chat; null when QQ names none that we know
 * @param operator who pressed; blank when QQ does not say
 * @param isButton whether it is one of our buttons' kind, not a menu of QQ's own
 * @param data what the button carries
 */
public record Click(String id, String event, @Nullable Place place, String operator, boolean isButton, String data) {
    private static final int KEYBOARD = 11;

    static Click of(String event, JsonNode d, boolean inPrivateGuild) {
        JsonNode resolved = d.path("data").path("resolved");
        String user = text(d, "user_openid");
        String member = text(d, "group_member_openid");
        String resolvedUser = text(resolved, "user_id");
        String group = text(d, "group_openid");
        String guild = text(d, "guild_id");
        String channel = text(d, "channel_id");
        Place place;
        String operator;
        if (!group.isEmpty()) {
            operator = first(member, resolvedUser, user);
            place = Place.group(group);
        } else if (!guild.isEmpty() || !channel.isEmpty()) {
            operator = first(resolvedUser, user);
            boolean direct = inPrivateGuild || d.path("scene").asText("").equals("guild_dm");
            place = direct && !guild.isEmpty()
                    ? new Place(Place.Scope.GUILD_DM, guild)
                    : new Place(Place.Scope.GUILD, channel.isEmpty() ? guild : channel);
        } else {
            operator = first(user, resolvedUser, member);
            place = operator.isEmpty() ? null : Place.c2c(operator);
        }
        int type = d.path("data").path("type").asInt(d.path("type").asInt());
        return new Click(text(d, "id"), event, place, operator, type == KEYBOARD, text(resolved, "button_data"));
    }

    private static String first(String... values) {
        return Stream.of(values).filter(value -> !value.isEmpty()).findFirst().orElse("");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText("").strip();
    }

    /** The approval that the button belongs to. */
    public Optional<Pick> pick() {
        int colon = data.lastIndexOf(':');
        return colon <= 0
                ? Optional.empty()
                : Choice.of(data.substring(colon + 1)).map(choice -> new Pick(data.substring(0, colon), choice));
    }

    /** What a button of ours says: which approval, and which answer. Nothing else is ever in it. */
    public record Pick(String approvalId, Choice choice) {
        public String data() {
            return approvalId + ":" + choice.word();
        }
    }
}
