package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.weixin.Words;
import io.hermesgateway.weixin.media.Cipher128;
import io.hermesgateway.weixin.media.Found;
import io.hermesgateway.weixin.wire.Wire;
import io.hermesgateway.weixin.wire.Wire.ItemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads messages. All items count, unknown ones are named, and what is quoted is looked up when only its id came. */
final class Decoder {
    private static final int FROM_BOT = 2;
    private static final int TOOL_STARTED = 11;
    private static final int TOOL_ENDED = 12;

    private final String bot;
    private final MessageBook book;

    Decoder(String bot, MessageBook book) {
        this.bot = bot;
        this.book = book;
    }

    /** Empty for what is not for the agent: our own words, and those of other bots. */
    Optional<Received> read(JsonNode message) {
        String user = message.path("from_user_id").asText("");
        boolean ofBot = message.path("message_type").asInt() == FROM_BOT || user.equals(bot);
        if (user.isEmpty() || ofBot) {
            return Optional.empty();
        }
        Draft draft = new Draft();
        for (JsonNode item : message.path("item_list")) {
            draft.add(item);
        }
        String own = String.join("\n", draft.texts).strip();
        String text =
                own.startsWith("/") || draft.quotes.isEmpty() ? own : String.join("\n", draft.quotes) + "\n\n" + own;
        return Optional.of(new Received(
                id(message),
                user,
                text.strip(),
                own,
                draft.files,
                draft.replyTo,
                message.path("context_token").asText(""),
                message.path("create_time_ms").asLong()));
    }

    private static String id(JsonNode message) {
        String id = Wire.id(message.path("message_id"));
        if (!id.isEmpty() && !id.equals("0")) {
            return id;
        }
        String seq = Wire.id(message.path("seq"));
        if (!seq.isEmpty()) {
            return "seq:" + seq;
        }
        String client = Wire.id(message.path("client_id"));
        return client.isEmpty()
                ? "text:" + Cipher128.md5(message.toString().getBytes(StandardCharsets.UTF_8))
                : "client:" + client;
    }

    private final class Draft {
        private final List<String> texts = new ArrayList<>();
        private final List<String> quotes = new ArrayList<>();
        private final List<Found> files = new ArrayList<>();
        private @Nullable String replyTo;

        void add(JsonNode item) {
            int type = item.path("type").asInt();
            switch (type) {
                case 1 -> say(item.path("text_item").path("text").asText(""));
                case 2 -> file(ItemType.IMAGE, item.path("image_item"));
                case 3 -> voice(item.path("voice_item"));
                case 4 -> file(ItemType.FILE, item.path("file_item"));
                case 5 -> file(ItemType.VIDEO, item.path("video_item"));
                case TOOL_STARTED, TOOL_ENDED -> {}
                default -> say(Words.like(String.join("", texts)).say("unknown.item", type));
            }
            if (item.path("ref_msg").isObject()) {
                quote(item.path("ref_msg"));
            }
        }

        private void say(String text) {
            if (!text.isBlank()) {
                texts.add(text);
            }
        }

        private void voice(JsonNode item) {
            say(item.path("text").asText(""));
            file(ItemType.VOICE, item);
        }

        private void file(ItemType type, JsonNode item) {
            JsonNode media = item.path("media");
            files.add(new Found(
                    type,
                    media.path("encrypt_query_param").asText(""),
                    media.path("full_url").asText(""),
                    item.path("aeskey").asText(""),
                    media.path("aes_key").asText(""),
                    item.path("file_name").asText(""),
                    item.path("text").asText(null)));
        }

        private void quote(JsonNode ref) {
            String id = Wire.id(ref.path("svr_id"));
            if (!id.isEmpty()) {
                replyTo = id;
            }
            JsonNode quoted = ref.path("message_item");
            String text = quoted.path("text_item").path("text").asText("");
            if (quoted.path("type").asInt() > 1) {
                add(quoted);
            }
            if (text.isEmpty() && !id.isEmpty()) {
                text = book.find(id).orElse("");
            }
            text = text.isEmpty() ? ref.path("title").asText("") : text;
            String shown = Quotation.cut(text, ref.path("partial_text"));
            if (!shown.isBlank()) {
                quotes.add(shown.lines()
                        .map(line -> "> " + line)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse(""));
            }
        }
    }
}
