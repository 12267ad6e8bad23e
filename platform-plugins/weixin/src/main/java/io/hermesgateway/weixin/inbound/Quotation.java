package io.hermesgateway.weixin.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.weixin.media.Cipher128;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The part of a message that somebody quoted: from one occurrence of a word to an occurrence of another. Some count from
 * nought and some from one; the checksum tells.
 */
final class Quotation {
    private Quotation() {}

    static String cut(String whole, JsonNode part) {
        String start = part.path("start").asText("");
        String end = part.path("end").asText("");
        if (start.isEmpty() || end.isEmpty()) {
            return whole;
        }
        int first = part.path("startindex").asInt();
        int last = part.path("endindex").asInt();
        String md5 = part.path("quotemd5").asText("");
        return IntStream.of(0, 1)
                .boxed()
                .flatMap(base -> between(whole, start, first - base, end, last - base).stream())
                .filter(cut -> md5.isEmpty()
                        || Cipher128.md5(cut.getBytes(StandardCharsets.UTF_8)).equalsIgnoreCase(md5))
                .findFirst()
                .orElse(whole);
    }

    private static Optional<String> between(String whole, String start, int first, String end, int last) {
        int from = nth(whole, start, first);
        int to = nth(whole, end, last);
        return from < 0 || to < 0 || to + end.length() < from
                ? Optional.empty()
                : Optional.of(whole.substring(from, to + end.length()));
    }

    /** Where the word stands for the nth time, counted from nought; -1 when it does not. */
    private static int nth(String whole, String word, int n) {
        int at = n < 0 ? -1 : whole.indexOf(word);
        for (int i = 0; i < n && at >= 0; i++) {
            at = whole.indexOf(word, at + 1);
        }
        return at;
    }
}
