package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of content, with their numbers on the wire. */
enum Item {
    TEXT(1, "text_item", 0),
    IMAGE(2, "image_item", 1),
    VOICE(3, "voice_item", 4),
    FILE(4, "file_item", 3),
    VIDEO(5, "video_item", 2),
    TOOL_START(11, "tool_call_start_item", 0),
    TOOL_RESULT(12, "tool_call_result_item", 0);

    private static final Set<String> MEDIA = Set.of("encrypt_query_param", "aes_key", "encrypt_type");

    private final int type;
    private final String field;
    private final int mediaType;

    Item(int type, String field, int mediaType) {
        this.type = type;
        this.field = field;
        this.mediaType = mediaType;
    }

    static Optional<Item> of(int type) {
        return Arrays.stream(values()).filter(item -> item.type == type).findFirst();
    }

    int type() {
        return type;
    }

    String field() {
        return field;
    }

    /** The number of the same thing in getuploadurl; 0 for what is no media. */
    int mediaType() {
        return mediaType;
    }

    boolean isMedia() {
        return mediaType > 0;
    }

    boolean isProgress() {
        return this == TOOL_START || this == TOOL_RESULT;
    }

    String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Fields that the real server refuses or drops in what a bot sends. */
    List<String> extraFields(JsonNode item) {
        Set<String> outer =
                isProgress() ? Set.of("type", field, "create_time_ms", "is_completed") : Set.of("type", field);
        Stream<String> media = isMedia() ? extra(item.path(field).path("media"), MEDIA) : Stream.empty();
        return Stream.of(extra(item, outer), extra(item.path(field), fields()), media)
                .flatMap(names -> names)
                .toList();
    }

    private Set<String> fields() {
        return switch (this) {
            case TEXT -> Set.of("text");
            case IMAGE -> Set.of("media", "mid_size");
            case VOICE -> Set.of("media");
            case FILE -> Set.of("media", "file_name", "len");
            case VIDEO -> Set.of("media", "video_size");
            case TOOL_START -> Set.of("tool_name", "tool_call_id");
            case TOOL_RESULT -> Set.of("tool_name", "tool_call_id", "status");
        };
    }

    private static Stream<String> extra(JsonNode node, Set<String> known) {
        JsonNode object = node.isObject() ? node : Json.object();
        return object.properties().stream().map(Map.Entry::getKey).filter(name -> !known.contains(name));
    }
}
