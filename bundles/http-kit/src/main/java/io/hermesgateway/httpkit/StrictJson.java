package io.hermesgateway.httpkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON of strangers: UTF-8 and nothing else, one value and nothing after it, no key twice (two readers would see
 * two different requests), no deeper than anything sane. What is wrong is refused with 400 and a sentence.
 */
public final class StrictJson {
    private static final int DEEPEST = 200;
    private static final int LONGEST_TEXT = 10_000_000;
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 50_000;

    private final ObjectMapper mapper;

    public StrictJson() {
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_TEXT)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .build())
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** For writing: the same mapper, so that a bundle needs only one. */
    public ObjectMapper mapper() {
        return mapper;
    }

    /** An object; an empty body counts as an empty one. */
    public ObjectNode object(byte[] body) {
        if (body.length == 0) {
            return mapper.createObjectNode();
        }
        if (value(body) instanceof ObjectNode object) {
            return object;
        }
        throw refused("the body must be a JSON object");
    }

    public JsonNode value(byte[] body) {
        CharBuffer text = text(body);
        try {
            JsonNode value = mapper.readTree(mapper.getFactory()
                    .createParser(text.array(), text.arrayOffset() + text.position(), text.remaining()));
            if (value == null || value.isMissingNode()) {
                throw refused("the body is empty");
            }
            return value;
        } catch (StreamConstraintsException monstrous) {
            throw refused("the JSON is too deep, or a number or a name in it is too long");
        } catch (JsonProcessingException unreadable) {
            throw refused(at(unreadable));
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /** The place, never the content: that is the client's own and may be secret. */
    private static String at(JsonProcessingException unreadable) {
        var place = unreadable.getLocation();
        return place == null
                ? "the body is no valid JSON"
                : "the body is no valid JSON (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static CharBuffer text(byte[] body) {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body));
            if (text.hasRemaining() && text.get(text.position()) == '\uFEFF') {
                text.get();
            }
            return text;
        } catch (CharacterCodingException notUtf8) {
            throw refused("the body is not UTF-8");
        }
    }

    private static Refused refused(String message) {
        return new Refused(Failure.badRequest("invalid_json", message));
    }
}
