package io.hermesgateway.qqbot.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.qqbot.api.Place.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people wrote, without QQ's marks in it. */
final class Texts {
    private static final Pattern FACE = Pattern.compile("<faceType=[^<>]{0,100}ext=\"([^\"<>]{0,4000})\"[^<>]{0,100}>");
    private static final Pattern MENTION_AHEAD = Pattern.compile("^(\\s*<@!?\\w{1,64}>)+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    static String read(String content, Scope scope) {
        String text = FACE.matcher(content).replaceAll(face -> Matcher.quoteReplacement(face(face.group(1))));
        if (!scope.modern()) {
            text = MENTION_AHEAD.matcher(text).replaceFirst("");
            text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        }
        return text.strip();
    }

    /** The name of a face, which is all that can be said of it in words. */
    private static String face(String ext) {
        try {
            String json = new String(Base64.getDecoder().decode(ext), StandardCharsets.UTF_8);
            return JSON.readTree(json).path("text").asText("");
        } catch (IllegalArgumentException | JsonProcessingException unreadable) {
            return "";
        }
    }

    static String quoting(String quoted, String text) {
        if (quoted.isBlank()) {
            return text;
        }
        String lines = quoted.strip().lines().limit(20).map(line -> "> " + line).collect(Collectors.joining("\n"));
        return lines + "\n\n" + text;
    }
}
