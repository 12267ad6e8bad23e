package io.hermesgateway.qqbot.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.Place.Scope;
import io.hermesgateway.qqbot.link.Event;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads events. Whatever is unknown or odd about one is no reason to fail: QQ adds kinds and fields as it likes. */
public final class Decoder {
    private static final Logger LOG = LoggerFactory.getLogger(Decoder.class);
    private static final int QUOTE = 103;

    private final String platformId;
    private final boolean mentionNeeded;
    private final InstantSource clock;
    private final Once unknown = new Once(200);
    private final Once privateGuilds = new Once(5_000);

    public Decoder(String platformId, boolean mentionNeeded, InstantSource clock) {
        this.platformId = platformId;
        this.mentionNeeded = mentionNeeded;
        this.clock = clock;
    }

    public Reading read(Event event) {
        JsonNode d = event.d();
        return switch (event.type()) {
            case "C2C_MESSAGE_CREATE" -> message(Place.c2c(author(d, "user_openid")), author(d, "user_openid"), d);
            case "GROUP_AT_MESSAGE_CREATE" -> group(d);
            case "GROUP_MESSAGE_CREATE" -> mentionNeeded && !isNamed(d) ? new Reading.Nothing() : group(d);
            case "AT_MESSAGE_CREATE" -> guild(d);
            case "MESSAGE_CREATE" -> mentionNeeded && !isNamed(d) ? new Reading.Nothing() : guild(d);
            case "DIRECT_MESSAGE_CREATE" -> direct(d);
            case "INTERACTION_CREATE" ->
                new Reading.Pressed(Click.of(
                        event.id(), d, privateGuilds.has(d.path("guild_id").asText(""))));
            case "FRIEND_ADD", "C2C_MSG_RECEIVE" ->
                opening(Place.c2c(d.path("openid").asText("")));
            case "GROUP_ADD_ROBOT", "GROUP_MSG_RECEIVE" ->
                opening(Place.group(d.path("group_openid").asText("")));
            case "MESSAGE_AUDIT_PASS" -> audited(d, true);
            case "MESSAGE_AUDIT_REJECT" -> audited(d, false);
            default -> unknown(event);
        };
    }

    private Reading unknown(Event event) {
        if (!event.type().equals("RESUMED") && unknown.first(event.type())) {
            LOG.info("QQ sends events of the kind {}, which mean nothing here", event.type());
        }
        return new Reading.Nothing();
    }

    private static Reading opening(Place place) {
        return place.id().isEmpty() ? new Reading.Nothing() : new Reading.Opening(place);
    }

    private static Reading audited(JsonNode d, boolean passed) {
        return new Reading.Audited(
                d.path("audit_id").asText(""), passed, d.path("message_id").asText(""));
    }

    private Reading group(JsonNode d) {
        String group = d.path("group_openid").asText(d.path("group_id").asText(""));
        return message(Place.group(group), author(d, "member_openid"), d);
    }

    private Reading guild(JsonNode d) {
        return message(new Place(Scope.GUILD, d.path("channel_id").asText("")), author(d, "id"), d);
    }

    /** A private chat has a guild of its own; presses in it look like those in a channel. */
    private Reading direct(JsonNode d) {
        String guild = d.path("guild_id").asText("");
        privateGuilds.first(guild);
        return message(new Place(Scope.GUILD_DM, guild), author(d, "id"), d);
    }

    private static String author(JsonNode d, String field) {
        JsonNode author = d.path("author");
        return author.path(field).asText(author.path("id").asText(""));
    }

    private Reading message(Place place, String user, JsonNode d) {
        String id = d.path("id").asText("");
        if (id.isEmpty()
                || place.id().isEmpty()
                || user.isEmpty()
                || d.path("author").path("bot").asBoolean()) {
            return new Reading.Nothing();
        }
        String name = d.path("author").path("username").asText(null);
        var conversation = place.conversation(platformId);
        List<Reading.Remote> attached = new ArrayList<>();
        d.path("attachments").forEach(each -> attached.add(Reading.Remote.of(each)));
        String text = Texts.read(d.path("content").asText(""), place.scope());
        if (d.path("message_type").asInt() == QUOTE && !text.startsWith("/")) {
            text = Texts.quoting(d.path("msg_elements").path(0).path("content").asText(""), text);
        }
        Instant at = clock.instant();
        return new Reading.Message(
                place,
                new InboundMessage(
                        new MessageKey(platformId, conversation.chatId(), id),
                        conversation,
                        Sender.of(platformId, user, name),
                        text,
                        List.of(),
                        d.path("message_reference").path("message_id").asText(null),
                        sentAt(d, at),
                        Map.of("msg_id", id, "at", String.valueOf(at.toEpochMilli()))),
                attached);
    }

    private static boolean isNamed(JsonNode d) {
        for (JsonNode mention : d.path("mentions")) {
            if (mention.path("is_you").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private static Instant sentAt(JsonNode d, Instant arrival) {
        try {
            return OffsetDateTime.parse(d.path("timestamp").asText("")).toInstant();
        } catch (DateTimeException noTime) {
            long seconds = d.path("timestamp").asLong();
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : arrival;
        }
    }
}
